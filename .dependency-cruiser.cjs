/**
 * The table of rooms: which may import which. A room that is not named in a row may import
 * nothing of ours. Type imports count.
 */
const ROOMS = {
  common: [],
  config: ['common'],
  database: ['common', 'config'],
  auth: ['common', 'config'],
  audit: ['common', 'config', 'auth'],
  servers: ['common', 'config', 'auth', 'audit'],
  connection: ['common', 'config', 'auth', 'audit', 'servers'],
  sql: ['common'],
  history: ['common', 'config', 'auth', 'audit', 'sql'],
  query: ['common', 'config', 'auth', 'audit', 'servers', 'connection', 'sql', 'history'],
  catalog: ['common', 'config', 'auth', 'audit', 'servers', 'connection', 'sql'],
  page: ['common', 'config', 'auth'],
  health: ['common', 'config', 'auth', 'connection'],
  demo: [],
};

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'known-room',
      comment: 'Each folder of src is a room of the table.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(ROOMS).join('|')})/` },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'driver-in-one-room',
      comment:
        'Only src/connection speaks to PostgreSQL as a person (TypeORM keeps our own store).',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(connection|demo)/' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'demo-stays-out',
      comment: 'The demo is never in the production build.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/demo/|\\.spec\\.ts$' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/demo/|\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
