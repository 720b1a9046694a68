import { describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, GONE, nodeOf, PATIENCE, tell, THERE } from './story';

const story = tell();
const VM = VMID + 4;

/** A guest without disks, so that nothing is waited for but what is proved. */
describe('backups of a guest', () => {
  const dialog = () => story.page.getByRole('dialog');
  const archive = () => story.page.getByRole('row').filter({ hasText: `vzdump-qemu-${VM}` });
  const button = (name: string) => archive().getByRole('button', { name, exact: true });

  it('are made, and the task is watched', async () => {
    await login(story.page);
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await call(story.page, 'POST', `/nodes/${await nodeOf(story.page)}/qemu`, { vmid: String(VM), name: 'kept', memory: '64' });
    await story.page.getByRole('tree').getByText(`${VM} kept`).click();
    await story.page.getByRole('tab', { name: 'Backups' }).click();
    await story.page.getByRole('button', { name: 'Back up now' }).click();
    await picture(story.page, 'back-up');
    await dialog().getByRole('button', { name: 'Back up now' }).click();
    await dialog().getByText('TASK OK').waitFor(PATIENCE);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await archive().filter({ hasText: 'kept' }).waitFor(THERE);
  });

  it('have notes, and are protected', async () => {
    await button('Notes').click();
    await dialog().getByRole('textbox').fill('told by clicks');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await archive().filter({ hasText: 'told by clicks' }).waitFor(THERE);
    await button('Protect').click();
    await archive().getByRole('button', { name: 'Unprotect' }).waitFor(PATIENCE);
    expect(await button('Delete').isDisabled()).toBe(true);
    await picture(story.page, 'backups');
  });

  it('become another guest', async () => {
    await button('Restore').click();
    await dialog().getByRole('textbox', { name: 'New ID' }).fill(String(VM + 1));
    await dialog().getByRole('button', { name: 'Restore' }).click();
    await dialog().getByText('TASK OK').waitFor(PATIENCE);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await story.page.getByRole('tree').getByText(`${VM + 1} kept`).waitFor(PATIENCE);
  });

  it('go when they are no longer protected', async () => {
    await archive().getByRole('button', { name: 'Unprotect' }).click();
    await button('Protect').waitFor(PATIENCE);
    await button('Delete').click();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await archive().waitFor(GONE);
    const guests = `/nodes/${await nodeOf(story.page)}/qemu`;
    await Promise.all([VM, VM + 1].map((vmid) => call(story.page, 'DELETE', `${guests}/${vmid}`)));
  });

  brokeNothing();
});
