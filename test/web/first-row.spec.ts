import { chooseAtProvider, describeInBrowser, SHOP, Site } from './site.js';

describeInBrowser('from the sign-in to the first row', () => {
  let site: Site;
  beforeAll(async () => {
    // One way to sign in: the company's provider.
    const environment = {
      BOOTSTRAP_ADMIN_USERNAME: undefined,
      BOOTSTRAP_ADMIN_PASSWORD: undefined,
    };
    site = await Site.start({ environment });
  });
  afterAll(async () => {
    await site.stop();
  });

  /** Counts what the person does from now on. */
  const countActs = async (page: Awaited<ReturnType<Site['newTab']>>['page']) => {
    const acts = { clicks: 0, keys: 0 };
    await page.exposeFunction('countAct', (kind: 'clicks' | 'keys') => acts[kind]++);
    await page.addInitScript(`
      addEventListener('pointerdown', () => countAct('clicks'), true);
      addEventListener('keydown', (event) => {
        if (!['Control', 'Meta', 'Shift', 'Alt'].includes(event.key)) countAct('keys');
      }, true);`);
    return acts;
  };

  it('takes one click and one key', async () => {
    const { page, complaints } = await site.newTab();
    // The person has a session at the provider, as after signing in somewhere else.
    await page.goto('/api/v1/auth/login/oidc?returnTo=/me');
    await chooseAtProvider(page, 'alice');
    await page.getByRole('heading', { name: 'Who am I' }).waitFor();
    await page.context().clearCookies({ name: 'usher_session' });
    await page.goto('/sign-in?signedOut=1');
    const acts = await countActs(page);
    await page.reload();
    await page.getByRole('button', { name: /^Sign in with/ }).click();
    await page.getByRole('textbox', { name: 'SQL' }).waitFor();
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('gridcell', { name: 'alice' }).first().waitFor();
    expect(acts).toEqual({ clicks: 1, keys: 1 });
    expect(complaints).toEqual([]);
  });

  it('takes no click by a deep link, and one key', async () => {
    const { page } = await site.newTab();
    await page.goto('/api/v1/auth/login/oidc?returnTo=/me');
    await chooseAtProvider(page, 'alice');
    await page.getByRole('heading', { name: 'Who am I' }).waitFor();
    await page.context().clearCookies({ name: 'usher_session' });
    const acts = await countActs(page);
    await page.goto(`${SHOP}#sql=${encodeURIComponent('select count(*) as mine from customers')}`);
    await page.getByRole('textbox', { name: 'SQL' }).waitFor();
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('gridcell', { name: '72' }).first().waitFor();
    expect(acts).toEqual({ clicks: 0, keys: 1 });
  });

  it('says at all times who PostgreSQL takes the person for', async () => {
    const { page } = await site.signedIn('bob', SHOP);
    const chip = page.getByRole('button', { name: /^You are bob at shop/ });
    await chip.click();
    const panel = page.getByRole('dialog', { name: 'Who does PostgreSQL think I am?' });
    await panel.getByRole('row', { name: /^session_user bob/ }).waitFor();
    expect(await panel.getByRole('row', { name: /^Member of/ }).innerText()).toContain(
      'usher_users',
    );
  });
});
