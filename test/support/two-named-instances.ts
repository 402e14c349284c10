import { SessionEnds } from '../../src/auth/session-ends.js';
import type { AppConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { Browser } from '../../src/demo/browser.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { startHouse } from '../../src/demo/house.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { RunningService } from './running-service.js';
import { until } from './two-instances.js';

/** Two instances, `one` and `two`, in one house and on one store. */
export class TwoNamedInstances {
  private constructor(
    readonly one: RunningService,
    readonly two: RunningService,
  ) {}

  /** @param limits of pinned connections, in milliseconds */
  static async start(
    limits: Partial<AppConfig['databaseSession']> = {},
  ): Promise<TwoNamedInstances> {
    const house = await startHouse();
    try {
      const open = async (instance: string): Promise<RunningService> => {
        const port = await findFreePort();
        const environment = { ...house.environment(port), SESSION_SECRET: SECRET };
        const config = loadConfig({ ...environment, INSTANCE_NAME: instance });
        const databaseSession = { ...config.databaseSession, ...limits };
        return RunningService.open(house, { ...config, databaseSession });
      };
      const both = new TwoNamedInstances(await open('one'), await open('two'));
      const services = [both.one, both.two];
      await until(() => services.every(({ app }) => app.get(SessionEnds).current), 20_000);
      return both;
    } catch (error) {
      await house.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.two.app.close();
    await this.one.stop();
  }

  /** At the first instance; the cookies go to both, as both are `localhost`. */
  async signIn(person: string, browser = new Browser()): Promise<Browser> {
    await signInWithBrowserFlow(`${this.one.origin}/api/v1/auth/login/oidc`, person, browser);
    return browser;
  }
}

/** The same for both, or neither would know the other's sessions. */
const SECRET = 'of the test, and long enough to be taken as a secret';
