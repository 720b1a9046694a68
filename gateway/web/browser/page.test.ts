import { describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, nodeOf, PATIENCE, tell, THERE } from './story';

const story = tell();

/** One story, in order: each chapter stands on the one before. */
describe('the page', () => {
  it('refuses a wrong password in words', async () => {
    await login(story.page, 'wrong');
    await story.page.getByRole('alert').filter({ hasText: 'The login failed' }).waitFor(PATIENCE);
    await picture(story.page, 'login');
  });

  it('lets in who knows it and shows the tree', async () => {
    await login(story.page);
    await story.page.getByRole('tree').getByText('Datacenter').waitFor(PATIENCE);
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await picture(story.page, 'datacenter');
  });

  it('makes a guest by its wizard', async () => {
    // a slow answer must not come over the number that is typed
    await story.page.route('**/cluster/nextid', async (route) => {
      await new Promise((then) => setTimeout(then, 1500));
      await route.continue();
    });
    await story.page.getByRole('button', { name: 'Create VM' }).click();
    const dialog = story.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'ID', exact: true }).fill(String(VMID));
    await dialog.getByLabel('Name').fill('clicked');
    await story.page.waitForTimeout(2000);
    expect(await dialog.getByRole('textbox', { name: 'ID', exact: true }).inputValue()).toBe(String(VMID));
    await picture(story.page, 'wizard');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('textbox', { name: 'Memory' }).fill('64');
    await dialog.getByText('Serial console').click();
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('textbox', { name: 'Size of the disk' }).fill('1');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('Start after creation').click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await story.page.getByRole('heading', { name: /^clicked/ }).waitFor(PATIENCE);
  });

  it('starts it, and hears that it runs', async () => {
    await story.page.getByRole('button', { name: 'Start', exact: false }).first().click();
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await story.page.getByRole('meter', { name: 'Memory' }).waitFor(PATIENCE);
    await story.page.waitForTimeout(3500);
    await picture(story.page, 'guest');
  });

  it('shows its hardware and changes it', async () => {
    await story.page.getByRole('tab', { name: 'Hardware' }).click();
    const row = story.page.getByRole('row').filter({ hasText: 'Memory' });
    await row.getByRole('button', { name: 'Edit' }).click();
    await story.page.getByRole('dialog').getByRole('textbox', { name: 'Memory' }).fill('96');
    await story.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await story.page.getByRole('row').filter({ hasText: '96' }).waitFor(THERE);
    await picture(story.page, 'hardware');
  });

  it('says what is wrong with a value, and keeps the form open', async () => {
    await story.page.getByRole('tab', { name: 'Options' }).click();
    await story.page.getByRole('row').filter({ hasText: 'startup' }).getByRole('button', { name: 'Edit' }).click();
    await story.page.getByRole('dialog').getByRole('textbox').fill('nonsense=1');
    await story.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await story.page.getByRole('dialog').getByRole('alert').waitFor(PATIENCE);
    await story.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });

  it('stops it only when asked twice', async () => {
    await story.page.getByRole('button', { name: 'More' }).click();
    await story.page.getByRole('menuitem', { name: 'Stop' }).click();
    await story.page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await story.page.locator('header.title .status').filter({ hasText: 'stopped' }).waitFor(PATIENCE);
  });

  it('shows the log of a task', async () => {
    await story.page.getByRole('tab', { name: 'Tasks' }).click();
    await story.page.getByRole('tabpanel').getByRole('rowheader').filter({ hasText: `Stop VM ${VMID}` }).first().click();
    await story.page.getByRole('dialog').getByText('TASK OK').waitFor(PATIENCE);
    await picture(story.page, 'task');
    await story.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  });

  it('uploads a file to a storage, shows it, and deletes it', async () => {
    await story.page.getByRole('tree').getByText('local', { exact: true }).click();
    await story.page.getByRole('tab', { name: 'Content' }).click();
    await story.page.getByRole('button', { name: 'Upload' }).click();
    const chosen = story.page.waitForEvent('filechooser');
    await story.page.getByRole('dialog').getByRole('button', { name: 'Choose a file' }).click();
    await (await chosen).setFiles({ name: 'small.iso', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3_000_000, 7) });
    await story.page.getByRole('dialog').getByRole('button', { name: 'Upload' }).click();
    const row = story.page.getByRole('row').filter({ hasText: 'small.iso' });
    await row.waitFor(THERE);
    await picture(story.page, 'storage');
    await row.getByRole('button', { name: 'Delete' }).click();
    await story.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('is walked by the keyboard', async () => {
    await story.page.getByPlaceholder('Name, number or tag').focus();
    await story.page.keyboard.press('Tab');
    await story.page.keyboard.press('Home');
    await story.page.keyboard.press('Enter');
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
  });

  it('speaks German, and is dark', async () => {
    await story.page.getByRole('radio', { name: 'DE' }).check({ force: true });
    await story.page.getByRole('heading', { name: 'Rechenzentrum' }).waitFor(PATIENCE);
    await story.page.getByRole('button', { name: 'admin@pve' }).click();
    await story.page.getByRole('menuitemradio', { name: 'Dunkel' }).click();
    expect(await story.page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
    await picture(story.page, 'dark');
    await story.page.getByRole('radio', { name: 'EN' }).check({ force: true });
  });

  it('hears of what others do without being asked', async () => {
    await story.page.getByRole('tab', { name: /Guests/ }).click();
    await call(story.page, 'PUT', `/nodes/${await nodeOf(story.page)}/qemu/${VMID}/config`, { name: 'renamed' });
    await story.page.getByRole('row').filter({ hasText: 'renamed' }).first().waitFor(THERE);
    await picture(story.page, 'guests');
  });

  it('destroys the guest when its number is typed', async () => {
    await story.page.getByRole('rowheader').filter({ hasText: 'renamed' }).first().click();
    await story.page.getByRole('button', { name: 'More' }).click();
    await story.page.getByRole('menuitem', { name: 'Destroy' }).click();
    const destroy = story.page.getByRole('dialog').getByRole('button', { name: 'Destroy' });
    expect(await destroy.isDisabled()).toBe(true);
    await story.page.getByRole('dialog').getByRole('textbox').fill(String(VMID));
    await destroy.click();
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await story.page.getByRole('tree').getByText('renamed').waitFor({ state: 'detached', timeout: 60_000 });
  });

  brokeNothing();
});
