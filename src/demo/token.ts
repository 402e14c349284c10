import { askedPort } from './demo-port.js';
import { type DemoState, runningDemos } from './demo-state.js';
import { fail } from './failure.js';
import { PARTNER_PEOPLE, PARTNER_SUFFIX } from './partner.js';
import { PEOPLE } from './people.js';
import { fetchAccessToken } from './sign-in.js';

/** `npm run --silent demo:token -- alice`: prints an access token of the running demo. */
async function main(): Promise<void> {
  const names = [
    ...PEOPLE.map(({ name }) => name),
    ...PARTNER_PEOPLE.map(({ name }) => `${name}${PARTNER_SUFFIX}`),
  ];
  const [person, ...rest] = process.argv.slice(2);
  if (person === undefined || rest.length > 0 || !names.includes(person)) {
    const asked = [person, ...rest].filter((word) => word !== undefined).join(' ');
    const problem = asked === '' ? 'Whose token?' : `The demo does not know "${asked}".`;
    throw new Error(
      `${problem} It knows ${names.join(', ')}: npm run --silent demo:token -- alice`,
    );
  }
  const demo = chooseDemo(runningDemos(), askedPort());
  try {
    process.stdout.write(`${await tokenOf(demo, person)}\n`);
  } catch (cause) {
    throw new Error(`The demo's identity provider does not answer at ${demo.issuer}.`, { cause });
  }
}

/** `alice` of the company's provider, `alice@partner` of the partner's. */
function tokenOf({ issuer, audience, partnerIssuer }: DemoState, person: string): Promise<string> {
  return person.endsWith(PARTNER_SUFFIX)
    ? fetchAccessToken({ issuer: partnerIssuer, audience }, person.slice(0, -PARTNER_SUFFIX.length))
    : fetchAccessToken({ issuer, audience }, person);
}

function chooseDemo(demos: DemoState[], port: number | undefined): DemoState {
  const fitting = demos.filter((demo) => port === undefined || demo.port === port);
  const [demo, another] = fitting;
  if (!demo) {
    const where = port === undefined ? 'here' : `at port ${String(port)}`;
    throw new Error(`No demo is running ${where}. Start one in another terminal: npm run demo`);
  }
  if (another) {
    const ports = fitting.map((one) => String(one.port)).join(', ');
    throw new Error(
      `Demos are running at the ports ${ports}; say which, as in PORT=${String(demo.port)}.`,
    );
  }
  return demo;
}

main().catch(fail);
