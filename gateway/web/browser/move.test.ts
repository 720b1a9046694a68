import { describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, PATIENCE, tell } from './story';

/** The other node of a cluster, and a template whose container hears that it shall end; without them nothing can move. */
const OTHER = process.env.COPPICE_OTHER ?? '';
const TEMPLATE = process.env.COPPICE_TEMPLATE ?? '';
const VM = VMID + 7;
const CT = VMID + 8;
const story = tell();

/** What goes to another node by clicks, and what the page says does not. */
describe.skipIf(OTHER === '')('moving', () => {
  const dialog = () => story.page.getByRole('dialog');
  const ask = async (name: string) => {
    await story.page.getByRole('tree').getByText(name).click(PATIENCE);
    await story.page.getByRole('button', { name: 'More' }).click();
    await story.page.getByRole('menuitem', { name: 'Move' }).click();
    await dialog().waitFor(PATIENCE);
  };
  const isOn = (node: string) => expect.poll(() => story.page.locator('article .facts').innerText(), PATIENCE).toContain(node);

  it('is refused in words for a machine that runs', async () => {
    await login(story.page);
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    const here = (await call<Array<{ node: string }>>(story.page, 'GET', '/nodes')).find((one) => one.node !== OTHER)?.node ?? '';
    await call(story.page, 'POST', `/nodes/${here}/qemu`, { vmid: String(VM), name: 'movable', memory: '32', scsi0: 'local:1', start: '1' });
    const box = { vmid: String(CT), hostname: 'carried', memory: '64', rootfs: 'local:1', ostype: 'unmanaged', start: '1' };
    await call(story.page, 'POST', `/nodes/${here}/lxc`, { ...box, ostemplate: TEMPLATE });
    await story.page.getByRole('tree').getByText(`${VM} movable`).click(PATIENCE);
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await ask(`${VM} movable`);
    await dialog().getByRole('note').filter({ hasText: 'Shut it down first' }).waitFor(PATIENCE);
    expect(await dialog().getByRole('button', { name: 'Move' }).isDisabled()).toBe(true);
    await picture(story.page, 'move-refused');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await call(story.page, 'POST', `/nodes/${here}/qemu/${VM}/status/stop`);
    await story.page.locator('header.title .status').filter({ hasText: 'stopped' }).waitFor(PATIENCE);
  });

  it('takes a machine that is off to a storage that is chosen', async () => {
    await ask(`${VM} movable`);
    await dialog().getByRole('button', { name: 'Storage of the disks there' }).click();
    await story.page.getByRole('option', { name: 'local' }).click();
    await picture(story.page, 'move');
    await dialog().getByRole('button', { name: 'Move' }).click();
    await isOn(OTHER);
  });

  it('takes a container that runs, and its log stays open', async () => {
    await story.page.getByRole('tree').getByText(`${CT} carried`).click(PATIENCE);
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await ask(`${CT} carried`);
    await dialog().getByRole('note').filter({ hasText: 'started there' }).waitFor(PATIENCE);
    await dialog().getByRole('button', { name: 'Move' }).click();
    await story.page.getByRole('tab', { name: 'Tasks' }).click();
    await story.page.getByRole('tabpanel').getByRole('rowheader').filter({ hasText: `Move container ${CT}` }).click(PATIENCE);
    await dialog().getByText('TASK OK').waitFor(PATIENCE);
    await picture(story.page, 'move-log');
    await dialog().getByRole('button', { name: 'Close' }).click();
    await story.page.locator('header.title .status').filter({ hasText: 'running' }).waitFor(PATIENCE);
    await story.page.getByRole('tab', { name: 'Overview' }).click();
    await isOn(OTHER);
    await call(story.page, 'POST', `/nodes/${OTHER}/lxc/${CT}/status/stop`);
  });

  brokeNothing();
});
