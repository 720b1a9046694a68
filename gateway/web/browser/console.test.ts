import { afterAll, describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, nodeOf, PATIENCE, tell } from './story';

const VM = VMID + 6;
/** A medium whose system writes dots to its first serial port for ever; without it the serial console stays silent. */
const ISO = process.env.COPPICE_ISO;
const story = tell();

/** How many colours a screen shows. */
async function colours(): Promise<number> {
  return story.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.screen canvas');
    const pixels = canvas === null || canvas.width === 0 ? undefined : canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
  });
}

describe('the consoles of a guest', () => {
  it('shows its screen', async () => {
    await login(story.page);
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    const medium: Record<string, string> = ISO === undefined ? {} : { ide2: `${ISO},media=cdrom`, boot: 'order=ide2' };
    await call(story.page, 'POST', `/nodes/${await nodeOf(story.page)}/qemu`, { vmid: String(VM), name: 'spoken-to', memory: '32', serial0: 'socket', start: '1', ...medium });
    await story.page.getByRole('tree').getByText(`${VM} spoken-to`).click(PATIENCE);
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await story.page.getByRole('tab', { name: 'Console', exact: true }).click();
    await story.page.locator('.screen canvas').waitFor(PATIENCE);
    // the firmware greets in grey on black
    await expect.poll(colours, PATIENCE).toBeGreaterThan(1);
    await picture(story.page, 'console');
  });

  it('keeps its screen when a key is sent', async () => {
    await story.page.getByRole('button', { name: 'Ctrl+Alt+Del' }).click();
    await expect.poll(colours, PATIENCE).toBeGreaterThan(1);
    expect(await story.page.getByRole('button', { name: 'Connect', exact: true }).count()).toBe(0);
  });

  it.skipIf(ISO === undefined)('shows what it writes to its serial port', async () => {
    await story.page.getByRole('tab', { name: 'Serial console' }).click();
    const rows = story.page.locator('.terminal .xterm-rows');
    await rows.filter({ hasText: '.....' }).waitFor(PATIENCE);
    const before = (await rows.innerText()).length;
    await expect.poll(async () => (await rows.innerText()).length, PATIENCE).not.toBe(before);
    await picture(story.page, 'serial');
  });

  it('says that a guest which is off has none', async () => {
    await call(story.page, 'POST', `/nodes/${await nodeOf(story.page)}/qemu/${VM}/status/stop`);
    await story.page.locator('header.title .status').filter({ hasText: 'stopped' }).waitFor(PATIENCE);
    await story.page.getByRole('tab', { name: 'Console', exact: true }).click();
    await story.page.getByRole('status').filter({ hasText: 'does not run' }).waitFor(PATIENCE);
    await picture(story.page, 'console-off');
  });

  afterAll(async () => {
    const guest = `/nodes/${await nodeOf(story.page)}/qemu/${VM}`;
    await call(story.page, 'POST', `${guest}/status/stop`);
    await story.page.waitForTimeout(2000);
    await call(story.page, 'DELETE', guest);
  });

  brokeNothing();
});
