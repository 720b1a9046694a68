import { describe, expect, it } from 'vitest';
import { login, picture } from './browser';
import { brokeNothing, PATIENCE, tell } from './story';

const MANY = Number(process.env.COPPICE_MANY ?? '0');
/** Of the median frame, with the whole cluster on the same machine; each step of the scroll draws all rows anew. */
const SMOOTH_MILLIS = 100;
const SCROLLS = 120;
const story = tell();

interface Frames {
  p50: number;
  p95: number;
  worst: number;
  rows: number;
}

/** Scrolls through all of what an element holds, a step a frame, and tells how long the frames took. */
async function scrolled(selector: string): Promise<Frames> {
  return story.page.evaluate(
    async ([where, steps]) => {
      const place = document.querySelector(where) as HTMLElement;
      const times: number[] = [];
      let before = performance.now();
      for (let i = 1; i <= steps; i += 1) {
        place.scrollTop = ((place.scrollHeight - place.clientHeight) * i) / steps;
        await new Promise((then) => requestAnimationFrame(then));
        const now = performance.now();
        times.push(now - before);
        before = now;
      }
      times.sort((a, b) => a - b);
      const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
      return { p50: at(0.5), p95: at(0.95), worst: at(1), rows: place.querySelectorAll('[role="row"], [role="treeitem"]').length };
    },
    [selector, SCROLLS] as const,
  );
}

/** A simulated cluster of as many guests as {@code COPPICE_MANY} says. */
describe.skipIf(MANY === 0)('a page of very many guests', () => {
  it('shows the first list soon', async () => {
    await login(story.page);
    const begun = Date.now();
    await story.page.getByRole('heading', { name: 'Datacenter' }).waitFor(PATIENCE);
    await story.page.getByRole('tab', { name: `Guests (${MANY.toLocaleString('en-GB')})` }).click(PATIENCE);
    await story.page.getByRole('rowheader').first().waitFor({ ...PATIENCE, state: 'attached' });
    console.log(`${MANY} guests: the list ${Date.now() - begun} ms after the login was sent`);
    await picture(story.page, 'many-guests');
  });

  it('scrolls table and tree smoothly, and draws only what is seen', async () => {
    for (const place of ['[role="tabpanel"] .grid', '.tree']) {
      const frames = await scrolled(place);
      console.log(`${place}: frames ${frames.p50} ms, 95 of 100 below ${frames.p95} ms, the worst ${frames.worst} ms; ${frames.rows} rows drawn`);
      expect(frames.rows).toBeLessThan(200);
      expect(frames.p50).toBeLessThan(SMOOTH_MILLIS);
    }
  });

  it('finds one by its number while one types', async () => {
    const begun = Date.now();
    await story.page.getByPlaceholder('Name, number or tag').fill('10777');
    await story.page.getByRole('treeitem').filter({ hasText: '10777' }).first().waitFor(PATIENCE);
    console.log(`found after ${Date.now() - begun} ms`);
    await picture(story.page, 'many-found');
    await story.page.getByPlaceholder('Name, number or tag').fill('');
  });

  it('stays small and quick while guests change', async () => {
    const memory = () => story.page.evaluate(() => Math.round((performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 2 ** 20));
    const before = await memory();
    await story.page.waitForTimeout(30_000);
    const frames = await scrolled('[role="tabpanel"] .grid');
    console.log(`JavaScript heap ${before} MiB, ${await memory()} MiB after 30 s; then frames ${frames.p50} ms, 95 of 100 below ${frames.p95} ms`);
    expect(frames.p50).toBeLessThan(SMOOTH_MILLIS);
  });

  brokeNothing();
});
