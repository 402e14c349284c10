import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { SignInPage } from '../sign-in/SignInPage.tsx';
import { SignedInPage } from '../sign-in/SignedInPage.tsx';
import { HomePage } from '../servers/HomePage.tsx';
import { ServersPage } from '../servers/ServersPage.tsx';
import { AppLayout } from './AppLayout.tsx';
import { CrashPage, NothingHere } from './NothingHere.tsx';

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
  component: lazyRouteComponent(() => import('../servers/ServerPage.tsx')),
});
const workspace = createRoute({
  getParentRoute: () => app,
  path: '/s/$server/$db',
  component: lazyRouteComponent(() => import('../workspace/WorkspacePage.tsx')),
});
const table = createRoute({
  getParentRoute: () => app,
  path: '/s/$server/$db/t/$schema/$table',
  component: lazyRouteComponent(() => import('../table/TablePage.tsx')),
});
const history = createRoute({
  getParentRoute: () => app,
  path: '/history',
  component: lazyRouteComponent(() => import('../history/HistoryPage.tsx')),
});
const me = createRoute({
  getParentRoute: () => app,
  path: '/me',
  component: lazyRouteComponent(() => import('../me/MePage.tsx')),
});
const sessions = createRoute({
  getParentRoute: () => app,
  path: '/sessions',
  component: lazyRouteComponent(() => import('../sessions/SessionsPage.tsx')),
});
const adminServers = createRoute({
  getParentRoute: () => app,
  path: '/admin/servers',
  component: lazyRouteComponent(() => import('../admin/AdminServersPage.tsx')),
});
const adminServer = createRoute({
  getParentRoute: () => app,
  path: '/admin/servers/$id',
  component: lazyRouteComponent(() => import('../admin/AdminServerPage.tsx')),
});
const adminAccounts = createRoute({
  getParentRoute: () => app,
  path: '/admin/accounts',
  component: lazyRouteComponent(() => import('../admin/AdminAccountsPage.tsx')),
});
const adminBindings = createRoute({
  getParentRoute: () => app,
  path: '/admin/bindings',
  component: lazyRouteComponent(() => import('../admin/AdminBindingsPage.tsx')),
});
const adminSessions = createRoute({
  getParentRoute: () => app,
  path: '/admin/sessions',
  component: lazyRouteComponent(() => import('../admin/AdminSessionsPage.tsx')),
});
const adminAudit = createRoute({
  getParentRoute: () => app,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('../admin/AdminAuditPage.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn,
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
