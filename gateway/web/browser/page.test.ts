import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { login, open, picture, VMID } from './browser';

const PATIENCE = { timeout: 60_000 };
/** Rows of a drawn part of a table have no box of their own, so that they do not count as visible; their cells do. */
const THERE = { timeout: 60_000, state: 'attached' } as const;
let browser: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await open();
  page = browser.pages()[0] ?? (await browser.newPage());
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && complaints.push(message.text()));
});

afterAll(async () => {
  await browser.close();
});

/** One story, in order: each chapter stands on the one before. */
describe('the page', () => {
  it('refuses a wrong password in words', async () => {
    await login(page, 'wrong');
    await page.getByRole('alert').filter({ hasText: 'The login failed' }).waitFor(PATIENCE);
    await picture(page, 'login');
  });

  it('lets in who knows it and shows the tree', async () => {
    await login(page);
    await page.getByRole('treegrid').getByText('Datacenter').waitFor(PATIENCE);
    await page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await picture(page, 'datacenter');
  });

  it('makes a guest by its wizard', async () => {
    await page.getByRole('button', { name: 'Create VM' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'ID', exact: true }).fill(String(VMID));
    await dialog.getByLabel('Name').fill('clicked');
    await picture(page, 'wizard');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('textbox', { name: 'Memory' }).fill('64');
    await dialog.getByText('Serial console').click();
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('textbox', { name: 'Size of the disk' }).fill('1');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('Start after creation').click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: /^clicked/ }).waitFor(PATIENCE);
  });

  it('starts it, and hears that it runs', async () => {
    await page.getByRole('button', { name: 'Start', exact: false }).first().click();
    await page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await page.getByRole('meter', { name: 'Memory' }).waitFor(PATIENCE);
    await page.waitForTimeout(7000);
    await picture(page, 'guest');
  });

  it('shows its hardware and changes it', async () => {
    await page.getByRole('tab', { name: 'Hardware' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Memory' });
    await row.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Memory' }).fill('96');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: '96' }).waitFor(THERE);
    await picture(page, 'hardware');
  });

  it('says what is wrong with a value, and keeps the form open', async () => {
    await page.getByRole('tab', { name: 'Options' }).click();
    await page.getByRole('row').filter({ hasText: 'startup' }).getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('nonsense=1');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor(PATIENCE);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });

  it('stops it only when asked twice', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.locator('header.title .status').filter({ hasText: 'stopped' }).waitFor(PATIENCE);
  });

  it('shows the log of a task', async () => {
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.getByRole('tabpanel').getByRole('rowheader').filter({ hasText: 'qmstop' }).first().click();
    await page.getByRole('dialog').getByText('TASK OK').waitFor(PATIENCE);
    await picture(page, 'task');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  });

  it('uploads a file to a storage, shows it, and deletes it', async () => {
    await page.getByRole('treegrid').getByText('local', { exact: true }).click();
    await page.getByRole('button', { name: 'Upload' }).click();
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('dialog').getByRole('button', { name: 'Choose a file' }).click();
    await (await chosen).setFiles({ name: 'small.iso', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3_000_000, 7) });
    await page.getByRole('dialog').getByRole('button', { name: 'Upload' }).click();
    const row = page.getByRole('row').filter({ hasText: 'small.iso' });
    await row.waitFor(THERE);
    await picture(page, 'storage');
    await row.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('is walked by the keyboard', async () => {
    await page.getByPlaceholder('Name, number or tag').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
  });

  it('speaks German, and is dark', async () => {
    await page.getByRole('radio', { name: 'DE' }).check({ force: true });
    await page.getByRole('heading', { name: 'Rechenzentrum' }).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'admin@pve' }).click();
    await page.getByRole('menuitemradio', { name: 'Dunkel' }).click();
    expect(await page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
    await picture(page, 'dark');
    await page.getByRole('radio', { name: 'EN' }).check({ force: true });
  });

  it('hears of what others do without being asked', async () => {
    await page.getByRole('tab', { name: /Guests/ }).click();
    await page.evaluate(async (vmid) => {
      const csrf = localStorage.getItem('coppice.csrf') ?? '';
      const node = ((await (await fetch('/api2/json/nodes')).json()) as { data: Array<{ node: string }> }).data[0]?.node;
      await fetch(`/api2/json/nodes/${node}/qemu/${vmid}/config`, {
        method: 'PUT',
        headers: { CSRFPreventionToken: csrf },
        body: new URLSearchParams({ name: 'renamed' }),
      });
    }, VMID);
    await page.getByRole('row').filter({ hasText: 'renamed' }).first().waitFor(THERE);
    await picture(page, 'guests');
  });

  it('destroys the guest when its number is typed', async () => {
    await page.getByRole('rowheader').filter({ hasText: 'renamed' }).first().click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Destroy' }).click();
    const destroy = page.getByRole('dialog').getByRole('button', { name: 'Destroy' });
    expect(await destroy.isDisabled()).toBe(true);
    await page.getByRole('dialog').getByRole('textbox').fill(String(VMID));
    await destroy.click();
    await page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await page.getByRole('treegrid').getByText('renamed').waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('broke nothing on the way', () => {
    expect(complaints).toEqual([]);
  });
});
