import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, nodeOf, PATIENCE, tell, THERE } from './story';

const story = tell();
const CT = VMID + 2;

/** As small as a template can be: it says what it is, and has nothing to run. */
function template(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'template-'));
  mkdirSync(join(folder, 'etc'));
  writeFileSync(join(folder, 'etc/os-release'), 'ID=debian\nVERSION_ID="12"\n');
  writeFileSync(join(folder, 'etc/debian_version'), '12.7\n');
  execFileSync('tar', ['-czf', join(folder, 'small.tar.gz'), '-C', folder, 'etc']);
  const bytes = readFileSync(join(folder, 'small.tar.gz'));
  rmSync(folder, { recursive: true });
  return bytes;
}

describe('a container', () => {
  const dialog = () => story.page.getByRole('dialog');
  const row = (text: string | RegExp) => story.page.getByRole('row').filter({ hasText: text });

  it('has a template, uploaded', async () => {
    await login(story.page);
    await story.page.getByRole('tree').getByText('local', { exact: true }).click();
    await story.page.getByRole('tab', { name: 'Content' }).click();
    await story.page.getByRole('button', { name: 'Upload' }).click();
    await dialog().getByRole('button', { name: 'Content' }).click();
    await story.page.getByRole('option', { name: 'Container templates' }).click();
    const chosen = story.page.waitForEvent('filechooser');
    await dialog().getByRole('button', { name: 'Choose a file' }).click();
    await (await chosen).setFiles({ name: 'small.tar.gz', mimeType: 'application/gzip', buffer: template() });
    await dialog().getByRole('button', { name: 'Upload' }).click();
    await row('small.tar.gz').waitFor(THERE);
  });

  it('is made by its wizard', async () => {
    await story.page.getByRole('button', { name: 'Create container' }).click();
    await dialog().getByRole('textbox', { name: 'ID', exact: true }).fill(String(CT));
    await dialog().getByLabel('Host name').fill('boxed');
    await dialog().getByLabel('Password of root').fill('a-Password-1');
    expect(await dialog().getByRole('checkbox', { name: 'Unprivileged' }).isChecked()).toBe(true);
    await picture(story.page, 'container');
    await dialog().getByRole('button', { name: 'Next' }).click();
    await dialog().getByRole('textbox', { name: 'Size of the disk' }).fill('1');
    await dialog().getByRole('button', { name: 'Next' }).click();
    await dialog().getByRole('textbox', { name: 'Memory' }).fill('64');
    await dialog().getByRole('button', { name: 'Next' }).click();
    await dialog().getByRole('button', { name: 'Next' }).click();
    await picture(story.page, 'container-summary');
    await dialog().getByText('Start after creation').click();
    await dialog().getByRole('button', { name: 'Create' }).click();
    await story.page.getByRole('heading', { name: /^boxed/ }).waitFor(PATIENCE);
  });

  it('is changed in what it has', async () => {
    await story.page.getByRole('tab', { name: 'Resources' }).click();
    await row('Memory').getByRole('button', { name: 'Edit' }).click();
    await dialog().getByRole('textbox', { name: 'Memory' }).fill('96');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row('Memory').filter({ hasText: '96' }).waitFor(THERE);
    await story.page.getByRole('button', { name: 'Add network card' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await row('net1').waitFor(THERE);
    await story.page.getByRole('button', { name: 'Add mount point' }).click();
    await dialog().getByLabel('Path in the container').fill('/srv');
    await dialog().getByRole('textbox', { name: 'Size of the disk' }).fill('1');
    await dialog().getByRole('button', { name: 'Add' }).click();
    await row('mp0').filter({ hasText: 'mp=/srv' }).waitFor(THERE);
    await picture(story.page, 'resources');
  });

  it('is destroyed, and its template', async () => {
    await story.page.getByRole('button', { name: 'More' }).click();
    await story.page.getByRole('menuitem', { name: 'Destroy' }).click();
    await dialog().getByRole('textbox').fill(String(CT));
    await dialog().getByRole('button', { name: 'Destroy' }).click();
    await story.page.getByRole('tree').getByText('boxed').waitFor({ state: 'detached', timeout: 60_000 });
    await call(story.page, 'DELETE', `/nodes/${await nodeOf(story.page)}/storage/local/content/local:vztmpl/small.tar.gz`);
  });

  brokeNothing();
});
