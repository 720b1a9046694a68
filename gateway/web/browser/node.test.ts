import { describe, it } from 'vitest';
import { login, picture } from './browser';
import { brokeNothing, GONE, nodeOf, PATIENCE, tell, THERE } from './story';

const story = tell();
const BRIDGE = 'vmbr4577';

/** A node's network: what is defined waits, and is forgotten again. Nothing of the host is changed. */
describe("a node's network", () => {
  const dialog = () => story.page.getByRole('dialog');
  const row = () => story.page.getByRole('row').filter({ hasText: BRIDGE });

  it('defines a bridge, which waits as a difference', async () => {
    await login(story.page);
    await story.page.getByRole('tree').waitFor(PATIENCE);
    await story.page.getByRole('tree').getByText(await nodeOf(story.page), { exact: true }).click();
    await story.page.getByRole('tab', { name: 'Network' }).click();
    await story.page.getByRole('button', { name: 'Add' }).click();
    await story.page.getByRole('menuitem', { name: 'Bridge' }).click();
    await dialog().getByLabel('Name').fill(BRIDGE);
    await dialog().getByLabel('IPv4 (CIDR)').fill('nonsense');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await dialog().getByRole('alert').waitFor(PATIENCE);
    await dialog().getByLabel('IPv4 (CIDR)').fill('198.51.100.1/24');
    await dialog().getByText('VLAN aware').click();
    await picture(story.page, 'bridge');
    await dialog().getByRole('button', { name: 'Create' }).click();
    await row().waitFor(THERE);
    await story.page.getByRole('region', { name: 'Changes that wait' }).getByText(`+iface ${BRIDGE}`).first().waitFor(THERE);
    await story.page.getByRole('button', { name: 'Apply' }).waitFor(PATIENCE);
    await picture(story.page, 'network');
  });

  it('changes what waits, and forgets all of it', async () => {
    await row().getByRole('button', { name: 'Edit' }).click();
    await dialog().getByLabel('Comment').fill('by clicks');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row().filter({ hasText: 'by clicks' }).waitFor(THERE);
    await story.page.getByRole('button', { name: 'Revert' }).click();
    await row().waitFor(GONE);
  });

  brokeNothing();
});
