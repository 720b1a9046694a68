/** One page in one browser for a file of tests, and what it complained of. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from './browser';

export const PATIENCE = { timeout: 60_000 };
/** Rows of a drawn part of a table have no box of their own, so that they do not count as visible; their cells do. */
export const THERE = { timeout: 60_000, state: 'attached' } as const;
export const GONE = { timeout: 60_000, state: 'detached' } as const;

export interface Story {
  /** There from the first test on. */
  page: Page;
}

/** Opens a browser before the first test of the file and closes it behind the last. */
export function tell(): Story {
  const story = {} as Story;
  let browser: BrowserContext | undefined;
  beforeAll(async () => {
    browser = await open();
    story.page = browser.pages()[0] ?? (await browser.newPage());
    watch(story.page);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return story;
}

const complaints: string[] = [];

function watch(page: Page): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && complaints.push(message.text()));
}

/** The last test of a file. */
export function brokeNothing(): void {
  it('broke nothing on the way', () => {
    expect(complaints).toEqual([]);
  });
}

/** Calls the API as the page's user does. */
export async function call<T>(page: Page, method: string, path: string, parameters: Record<string, string> = {}): Promise<T> {
  return page.evaluate(
    async ([how, where, given]) => {
      const answer = await fetch(`/api2/json${where}`, {
        method: how,
        headers: { CSRFPreventionToken: localStorage.getItem('coppice.csrf') ?? '' },
        ...(how === 'GET' ? {} : { body: new URLSearchParams(given) }),
      });
      return ((await answer.json()) as { data: T }).data;
    },
    [method, path, parameters] as const,
  );
}

/** The only node that there is. */
export async function nodeOf(page: Page): Promise<string> {
  return (await call<Array<{ node: string }>>(page, 'GET', '/nodes'))[0]?.node ?? '';
}

/** Chooses from a list that opens. */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}
