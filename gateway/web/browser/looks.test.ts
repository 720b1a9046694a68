import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { login, picture, VMID } from './browser';
import { brokeNothing, call, nodeOf, PATIENCE, tell } from './story';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VM = VMID + 3;
const story = tell();

interface Found {
  id: string;
  help: string;
  nodes: Array<{ html: string; failureSummary: string }>;
}

interface Axe {
  run(what: object, options: object): Promise<{ violations: Found[] }>;
}

/** What axe-core finds on the page as it stands. */
async function faults(): Promise<string[]> {
  // not as a script of the page, which its policy would refuse
  await story.page.evaluate(`'axe' in window || (() => {${AXE}})()`);
  const found = await story.page.evaluate(() =>
    (window as unknown as { axe: Axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'] }),
  );
  return found.violations.map((one) => `${one.id}: ${one.help}\n${one.nodes.slice(0, 3).map((node) => `${node.html}\n  ${node.failureSummary}`).join('\n')}`);
}

/** Every page in both themes: nothing that axe-core would complain of, and a picture of each. */
describe('each page', () => {
  const pages = async (): Promise<Array<[string, string]>> => {
    const node = await nodeOf(story.page);
    const cluster = ['overview', 'guests', 'storages', 'access/users', 'access/tokens', 'access/groups', 'access/roles', 'access/permissions', 'tasks'];
    const own = ['overview', 'guests', 'storages', 'network', 'tasks'];
    const guest = ['overview', 'hardware', 'options', 'backups', 'console', 'serial', 'tasks'];
    const storage = ['overview', 'content', 'backups'];
    const all = (id: string, tabs: readonly string[]) => tabs.map((tab): [string, string] => [`#/${id}!${tab}`, `${id.split('/')[0]}-${tab.replace('/', '-')}`]);
    return [...all('', cluster), ...all(`node/${node}`, own), ...all(`qemu/${VM}`, guest), ...all(`storage/${node}/local`, storage)];
  };

  const looked = async (theme: 'light' | 'dark', language: 'en' | 'de') => {
    await story.page.evaluate(
      ([how, tongue]) => {
        localStorage.setItem('coppice.theme', how);
        localStorage.setItem('coppice.language', tongue);
      },
      [theme, language] as const,
    );
    await story.page.reload();
    const bad: string[] = [];
    for (const [hash, name] of await pages()) {
      await story.page.evaluate((next) => (location.hash = next), hash);
      await story.page.getByRole('tabpanel').first().waitFor(PATIENCE);
      await story.page.waitForTimeout(name.endsWith('overview') ? 900 : 350);
      await picture(story.page, `${theme}-${language}-${name}`);
      bad.push(...(await faults()).map((fault) => `${name} (${theme}): ${fault}`));
    }
    return bad;
  };

  it('has a guest to look at', async () => {
    await login(story.page);
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await call(story.page, 'POST', `/nodes/${await nodeOf(story.page)}/qemu`, { vmid: String(VM), name: 'looked-at', memory: '64', serial0: 'socket', tags: 'web;shop', start: '1' });
    await story.page.getByRole('tree').getByText(`${VM} looked-at`).waitFor(PATIENCE);
  });

  it('is without faults when it is light', async () => {
    expect(await looked('light', 'en')).toEqual([]);
  });

  it('is without faults when it is dark', async () => {
    expect(await looked('dark', 'de')).toEqual([]);
  });

  afterAll(async () => {
    const guest = `/nodes/${await nodeOf(story.page)}/qemu/${VM}`;
    await call(story.page, 'POST', `${guest}/status/stop`);
    await story.page.waitForTimeout(2000);
    await call(story.page, 'DELETE', guest);
  });

  brokeNothing();
});
