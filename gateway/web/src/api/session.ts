/** Who is logged in, and how that is kept alive. */
import { dropTicket, get, keepTicket, onLoggedOut, post, ticket } from './call';

export interface Realm {
  realm: string;
  comment?: string;
  default?: boolean | number;
}

interface Granted {
  ticket: string;
  CSRFPreventionToken?: string;
  username: string;
  NeedTFA?: number;
}

/** A login that wants a second step. */
export interface Challenge {
  username: string;
  ticket: string;
  kinds: string[];
}

const USER = 'coppice.user';
/** Tickets live two hours; one is renewed long before. */
const RENEWAL_MS = 15 * 60 * 1000;

let listeners: Array<() => void> = [];
let user: string | undefined = ticket() === undefined ? undefined : (localStorage.getItem(USER) ?? undefined);

export const currentUser = () => user;

export function onUser(listener: () => void): () => void {
  listeners.push(listener);
  return () => {
    listeners = listeners.filter((other) => other !== listener);
  };
}

export const realms = () => get<Realm[]>('/access/domains');

/** Logs in, or answers what is asked for next. */
export async function login(name: string, realm: string, password: string): Promise<Challenge | undefined> {
  const username = `${name}@${realm}`;
  const granted = await post<Granted>('/access/ticket', { username, password });
  return admitted(granted);
}

export async function answer(challenge: Challenge, kind: string, code: string): Promise<Challenge | undefined> {
  const granted = await post<Granted>('/access/ticket', {
    username: challenge.username,
    password: `${kind}:${code}`,
    'tfa-challenge': challenge.ticket,
  });
  return admitted(granted);
}

export function logout(): void {
  dropTicket();
  become(undefined);
}

function admitted(granted: Granted): Challenge | undefined {
  if (granted.NeedTFA) {
    return { username: granted.username, ticket: granted.ticket, kinds: kindsOf(granted.ticket) };
  }
  keepTicket(granted.ticket, granted.CSRFPreventionToken ?? '');
  become(granted.username);
  return undefined;
}

/** The challenge names the kinds of second factors that the user has. */
function kindsOf(challenge: string): string[] {
  const json = challenge.split('!tfa!')[1]?.split(':')[0] ?? '';
  try {
    const kinds = JSON.parse(decodeURIComponent(json)) as Record<string, unknown>;
    return ['totp', 'recovery'].filter((kind) => Boolean(kinds[kind]));
  } catch {
    return ['totp'];
  }
}

function become(next: string | undefined): void {
  user = next;
  if (next === undefined) {
    localStorage.removeItem(USER);
  } else {
    localStorage.setItem(USER, next);
  }
  listeners.forEach((tell) => tell());
}

async function renew(): Promise<void> {
  const old = ticket();
  if (user !== undefined && old !== undefined) {
    await login(user.slice(0, user.lastIndexOf('@')), user.slice(user.lastIndexOf('@') + 1), old).catch(() => {});
  }
}

onLoggedOut(logout);
setInterval(() => void renew(), RENEWAL_MS);
