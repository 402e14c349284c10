import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

/** The loopback addresses of this machine; some have no IPv6. */
export function loopbackAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return ['127.0.0.1', ...(addresses.some(({ address }) => address === '::1') ? ['::1'] : [])];
}

/** A port that nobody listens on at any loopback address. Somebody may take it before you do. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = await tryToListen('127.0.0.1', 0);
    if (port !== undefined && (await isPortFree(port))) return port;
  }
  throw new Error('No free port was found on the loopback addresses.');
}

/** Whether a server could listen on that port at every loopback address. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const address of loopbackAddresses()) {
    if ((await tryToListen(address, port)) === undefined) return false;
  }
  return true;
}

function tryToListen(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : undefined);
      });
    });
  });
}
