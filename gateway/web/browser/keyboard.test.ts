import { describe, expect, it } from 'vitest';
import { PASSWORD, picture, URL, VMID } from './browser';
import { brokeNothing, call, nodeOf, PATIENCE, tell } from './story';

const story = tell();
const VM = VMID + 6;

/** The main story without a mouse: nothing here clicks, and no element is given the focus but by keys. */
describe('by keys alone', () => {
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await story.page.keyboard.press(key);
    }
  };
  const focused = () => story.page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');

  /** Goes on with the tabulator until what has the focus says this. */
  const reach = async (text: string | RegExp, key = 'Tab') => {
    for (let step = 0; step < 60; step++) {
      if (new RegExp(text).test(await focused())) {
        return;
      }
      await press(key);
    }
    throw new Error(`the tabulator does not lead to ${text}; the last was ${await focused()}`);
  };

  it('one logs in', async () => {
    await story.page.goto(URL);
    await story.page.getByLabel('User name').waitFor(PATIENCE);
    await story.page.keyboard.type('admin@pve');
    await press('Tab');
    await story.page.keyboard.type(PASSWORD);
    await press('Enter');
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
  });

  it('one makes a guest', async () => {
    await reach(/^Create VM$/);
    await press('Enter');
    const dialog = story.page.getByRole('dialog');
    await dialog.waitFor(PATIENCE);
    expect(await story.page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    // the number waits until a free one is known
    await expect.poll(() => dialog.getByRole('textbox', { name: 'ID', exact: true }).isEnabled(), PATIENCE).toBe(true);
    await press('Shift+Tab');
    await press('ControlOrMeta+a');
    await story.page.keyboard.type(String(VM));
    await press('Tab');
    await story.page.keyboard.type('keyed');
    await press('Enter');
    // the first field there is a list, which Enter opens
    await dialog.getByRole('button', { name: 'Installation medium' }).waitFor(PATIENCE);
    await reach(/^Next$/);
    await press('Enter');
    await dialog.getByRole('button', { name: 'Storage of the disk' }).waitFor(PATIENCE);
    await reach(/local/);
    await press('Enter');
    await story.page.getByRole('option', { name: 'No disk' }).waitFor(PATIENCE);
    await press('End', 'Enter');
    await reach(/^Next$/);
    await press('Enter');
    await reach(/^Next$/);
    await press('Enter');
    await dialog.getByText('Start after creation').waitFor(PATIENCE);
    await reach(/^Create$/);
    await press('Enter');
    await story.page.getByRole('heading', { name: /^keyed/ }).waitFor(PATIENCE);
  });

  it('one starts and stops it', async () => {
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await reach(/^More/);
    await press('Enter');
    await reach(/^Stop$/, 'ArrowDown');
    await press('Enter');
    await story.page.getByRole('dialog').waitFor(PATIENCE);
    await reach(/^Stop$/);
    await press('Enter');
    await story.page.locator('header.title .status').filter({ hasText: 'stopped' }).waitFor(PATIENCE);
  });

  it('one walks the tabs and the tree, and leaves a dialog', async () => {
    await reach(/^Overview$/);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    await story.page.getByRole('grid', { name: 'Hardware' }).waitFor(PATIENCE);
    await reach(/^Cores/);
    await picture(story.page, 'keyboard');
    await press('ArrowRight');
    expect(await focused()).toBe('Edit');
    await press('Enter');
    await story.page.getByRole('dialog', { name: 'Processors' }).waitFor(PATIENCE);
    await press('Escape');
    await story.page.getByRole('dialog').waitFor({ state: 'detached' });
    // the focus goes back with the next picture that is drawn
    await expect.poll(focused, PATIENCE).toBe('Edit');
    await reach(/keyed/, 'Shift+Tab');
    await press('Home', 'Enter');
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await call(story.page, 'DELETE', `/nodes/${await nodeOf(story.page)}/qemu/${VM}`);
  });

  brokeNothing();
});
