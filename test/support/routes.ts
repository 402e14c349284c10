import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route of a running application, from the router's own tree. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const server = app.getHttpAdapter().getInstance();
  const found: Route[] = [];
  // Without common prefixes, a wildcard is printed without what stands before it.
  const tree = server.printRoutes({ commonPrefix: true });
  const stack: string[] = [];
  for (const line of tree.split('\n')) {
    const match = /^((?:[│ ] {3})*)[└├]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line);
    if (match === null) continue;
    const depth = (match[1] ?? '').length / 4;
    stack.length = depth;
    stack.push(match[2] ?? '');
    for (const method of (match[3] ?? '').split(', ').filter(Boolean)) {
      found.push({ method, path: stack.join('') });
    }
  }
  return found;
}
