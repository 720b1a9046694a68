/** A Chromium without a screen, and the node that it looks at. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export const URL = process.env.COPPICE_URL ?? 'https://localhost:8006/';
export const PASSWORD = process.env.COPPICE_PASSWORD ?? '';
/** The number of the guest that the test makes. */
export const VMID = Number(process.env.COPPICE_VMID ?? '100');
const PICTURES = process.env.COPPICE_PICTURES;

export async function open(language = 'en-GB'): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'browser-')), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    ignoreHTTPSErrors: true,
    locale: language,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) {
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}

export async function login(page: Page, password = PASSWORD): Promise<void> {
  await page.goto(URL);
  await page.getByLabel('User name').fill('admin@pve');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}
