import { describe, expect, it } from 'vitest';
import { login, picture } from './browser';
import { brokeNothing, choose, GONE, PATIENCE, tell, THERE } from './story';

const story = tell();
const NAME = `clicked${Date.now() % 100000}`;

/** Users and what they may do, in order: each chapter stands on the one before. */
describe('who may do what', () => {
  const dialog = () => story.page.getByRole('dialog');
  const row = (text: string) => story.page.getByRole('row').filter({ hasText: text });
  const tab = (name: string) => story.page.getByRole('tab', { name, exact: true }).click();

  it('lists users, and adds one', async () => {
    await login(story.page);
    await tab('Access');
    await row('root@pam').waitFor(THERE);
    await story.page.getByRole('button', { name: 'Add user' }).click();
    await dialog().getByLabel('User name').fill(NAME);
    await dialog().getByLabel('Password').fill('short-1');
    await dialog().getByRole('button', { name: 'Create' }).click();
    // while the refusal is on its way, the button takes no other click
    await dialog().locator('input[aria-invalid="true"]').waitFor(THERE);
    await dialog().getByLabel('Password').fill('first-Password-1');
    await dialog().getByLabel('First name').fill('Ada');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await row(`${NAME}@pve`).waitFor(THERE);
    await picture(story.page, 'users');
  });

  it('makes a group and puts the user into it', async () => {
    await tab('Groups');
    await story.page.getByRole('button', { name: 'Add group' }).click();
    await dialog().getByLabel('Group').fill(NAME);
    await dialog().getByRole('button', { name: 'Create' }).click();
    await row(NAME).waitFor(THERE);
    await tab('Users');
    await row(`${NAME}@pve`).getByRole('button', { name: 'Edit' }).click();
    await dialog().getByText(NAME, { exact: true }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row(`${NAME}@pve`).filter({ hasText: 'Ada' }).getByText(NAME, { exact: true }).waitFor(THERE);
  });

  it('makes a role and grants it', async () => {
    await tab('Roles');
    await story.page.getByRole('button', { name: 'Add role' }).click();
    await dialog().getByRole('textbox', { name: 'Role' }).fill(NAME);
    await dialog().getByText('VM.Audit', { exact: true }).click();
    await picture(story.page, 'role');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await row(NAME).waitFor(THERE);
    await tab('Permissions');
    await story.page.getByRole('button', { name: 'Add permission' }).click();
    await dialog().getByLabel('Path', { exact: true }).fill('/vms');
    await choose(story.page, 'Role', NAME);
    await choose(story.page, 'Type', 'Group');
    await choose(story.page, 'Who', NAME);
    await dialog().getByRole('button', { name: 'Add' }).click();
    await row('/vms').filter({ hasText: NAME }).waitFor(THERE);
    await picture(story.page, 'permissions');
  });

  it('shows the secret of a token once', async () => {
    await tab('API tokens');
    await story.page.getByRole('button', { name: 'Add token' }).click();
    await dialog().getByLabel('Name of the token').fill(NAME);
    await dialog().getByRole('button', { name: 'Create' }).click();
    const secret = dialog().getByRole('textbox', { name: `admin@pve!${NAME}` });
    await secret.waitFor(PATIENCE);
    const value = await secret.inputValue();
    expect(value).toMatch(/^[0-9a-f-]{36}$/);
    await picture(story.page, 'secret');
    await dialog().getByRole('button', { name: 'Close' }).click();
    await row(`admin@pve!${NAME}`).waitFor(THERE);
    expect(await story.page.content()).not.toContain(value);
    const status = await story.page.evaluate(
      async ([name, word]) => (await fetch('/api2/json/version', { credentials: 'omit', headers: { Authorization: `PVEAPIToken=admin@pve!${name}=${word}` } })).status,
      [NAME, value] as const,
    );
    expect(status).toBe(200);
  });

  it('changes a password, which then lets in', async () => {
    await tab('Users');
    await row(`${NAME}@pve`).getByRole('button', { name: 'Password' }).click();
    await dialog().getByLabel('New password').fill('second-Password-1');
    await dialog().getByLabel('Once more').fill('second-Password-2');
    await dialog().getByLabel(/Your own password/).fill(process.env.COPPICE_PASSWORD ?? '');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('The two passwords differ').waitFor(PATIENCE);
    await dialog().getByLabel('Once more').fill('second-Password-1');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor(GONE);
    const status = await story.page.evaluate(
      async (name) =>
        (await fetch('/api2/json/access/ticket', { method: 'POST', credentials: 'omit', body: new URLSearchParams({ username: `${name}@pve`, password: 'second-Password-1' }) })).status,
      NAME,
    );
    expect(status).toBe(200);
  });

  it('takes all of it away again', async () => {
    for (const [sheet, text] of [['API tokens', `!${NAME}`], ['Permissions', '/vms'], ['Roles', NAME], ['Users', `${NAME}@pve`], ['Groups', NAME]] as const) {
      await tab(sheet);
      await row(text).filter({ hasText: NAME }).getByRole('button', { name: 'Remove' }).click();
      await dialog().getByRole('button', { name: 'Remove' }).click();
      await row(text).filter({ hasText: NAME }).waitFor(GONE);
    }
  });

  brokeNothing();
});
