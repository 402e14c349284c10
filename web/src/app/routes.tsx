import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
} from '@tanstack/react-router';
import { SignInPage } from '../sign-in/SignInPage.tsx';
import { SignedInPage } from '../sign-in/SignedInPage.tsx';
import { HomePage } from '../servers/HomePage.tsx';
import { ServersPage } from '../servers/ServersPage.tsx';
import { AppLayout } from './AppLayout.tsx';
import { lazyPart } from './lazy-part.tsx';
import { MissingPage } from './MissingPart.tsx';
import { CrashPage, NothingHere } from './NothingHere.tsx';

/** A page that is loaded when somebody goes there, with the styles that it has more than others. */
function lazyPage<T extends { default: () => React.ReactNode }>(
  load: () => Promise<T>,
): ReturnType<typeof lazyRouteComponent<{ default: () => React.ReactNode }>> {
  const loadStyled = async (): Promise<T> =>
    (await Promise.all([load(), import('./mantine-more.ts')]))[0];
  const Late = lazyPart(loadStyled, MissingPage);
  // The router itself would load the document anew, without a question, also while nobody answers.
  return lazyRouteComponent(() => loadStyled().catch(() => ({ default: Late })));
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NothingHere });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
});
const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: SignedInPage,
});

const apiDocs = createRoute({
  getParentRoute: () => root,
  path: '/api/docs',
  component: lazyPage(() => import('../api-docs/ApiDocsPage.tsx')),
});

/** Everything that is for somebody. */
const app = createRoute({ getParentRoute: () => root, id: 'app', component: AppLayout });

const home = createRoute({ getParentRoute: () => app, path: '/', component: HomePage });
const servers = createRoute({
  getParentRoute: () => app,
  path: '/servers',
  component: ServersPage,
});
const server = createRoute({
  getParentRoute: () => app,
  path: '/s/$server',
  component: lazyPage(() => import('../servers/ServerPage.tsx')),
});
const workspace = createRoute({
  getParentRoute: () => app,
  path: '/s/$server/$db',
  component: lazyPage(() => import('../workspace/WorkspacePage.tsx')),
});
const table = createRoute({
  getParentRoute: () => app,
  path: '/s/$server/$db/t/$schema/$table',
  component: lazyPage(() => import('../table/TablePage.tsx')),
});
const history = createRoute({
  getParentRoute: () => app,
  path: '/history',
  component: lazyPage(() => import('../history/HistoryPage.tsx')),
});
const me = createRoute({
  getParentRoute: () => app,
  path: '/me',
  component: lazyPage(() => import('../me/MePage.tsx')),
});
const sessions = createRoute({
  getParentRoute: () => app,
  path: '/sessions',
  component: lazyPage(() => import('../sessions/SessionsPage.tsx')),
});
const adminServers = createRoute({
  getParentRoute: () => app,
  path: '/admin/servers',
  component: lazyPage(() => import('../admin/AdminServersPage.tsx')),
});
const adminServer = createRoute({
  getParentRoute: () => app,
  path: '/admin/servers/$id',
  component: lazyPage(() => import('../admin/AdminServerPage.tsx')),
});
const adminAccounts = createRoute({
  getParentRoute: () => app,
  path: '/admin/accounts',
  component: lazyPage(() => import('../admin/AdminAccountsPage.tsx')),
});
const adminBindings = createRoute({
  getParentRoute: () => app,
  path: '/admin/bindings',
  component: lazyPage(() => import('../admin/AdminBindingsPage.tsx')),
});
const adminSessions = createRoute({
  getParentRoute: () => app,
  path: '/admin/sessions',
  component: lazyPage(() => import('../admin/AdminSessionsPage.tsx')),
});
const adminAudit = createRoute({
  getParentRoute: () => app,
  path: '/admin/audit',
  component: lazyPage(() => import('../admin/AdminAuditPage.tsx')),
});

/** Ids of people are long numbers, which have to stay the digits that they are. */
function searchValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === 'number' ? text : value;
}

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn,
    apiDocs,
    app.addChildren([
      home,
      servers,
      server,
      workspace,
      table,
      history,
      me,
      sessions,
      adminServers,
      adminServer,
      adminAccounts,
      adminBindings,
      adminSessions,
      adminAudit,
    ]),
  ]),
  parseSearch: parseSearchWith(searchValue),
  defaultPreload: false,
  scrollRestoration: true,
  defaultNotFoundComponent: NothingHere,
  defaultErrorComponent: CrashPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
