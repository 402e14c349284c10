import {
  IconBolt,
  IconBox,
  IconColumns,
  IconDatabase,
  IconEye,
  IconFolder,
  IconFunction,
  IconKey,
  IconListNumbers,
  IconLock,
  IconPuzzle,
  IconRulerMeasure,
  IconSearch,
  IconServer2,
  IconStack2,
  IconTable,
  IconTablePlus,
  IconTypography,
} from '@tabler/icons-react';
import type { Icon } from './tree-model.ts';

const ICONS = {
  database: IconDatabase,
  schema: IconBox,
  folder: IconFolder,
  table: IconTable,
  'partitioned-table': IconTablePlus,
  view: IconEye,
  'materialized-view': IconStack2,
  'foreign-table': IconServer2,
  sequence: IconListNumbers,
  function: IconFunction,
  type: IconTypography,
  extension: IconPuzzle,
  column: IconColumns,
  key: IconKey,
  index: IconSearch,
  constraint: IconRulerMeasure,
  trigger: IconBolt,
  policy: IconLock,
} as const satisfies Record<Icon, unknown>;

/** Says at a glance what kind of object it is; for those who see, the words are elsewhere. */
export function NodeIcon({ icon }: { readonly icon: Icon }): React.JSX.Element {
  const Shape = ICONS[icon];
  return <Shape size={14} stroke={1.6} aria-hidden style={{ flexShrink: 0 }} />;
}
