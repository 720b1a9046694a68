/** Calls of the API: one function, errors with the fields that they name. */

export type Parameters = Record<string, string | number | boolean | undefined>;

/** What the API answered when it did not do what was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
  }
}

const ROOT = '/api2/json';
const COOKIE = 'PVEAuthCookie';
const CSRF = 'coppice.csrf';

let loggedOut: () => void = () => {};

/** Called when the API does not know us any more. */
export function onLoggedOut(then: () => void): void {
  loggedOut = then;
}

export function keepTicket(ticket: string, csrf: string): void {
  document.cookie = `${COOKIE}=${encodeURIComponent(ticket)}; path=/; secure; samesite=strict`;
  localStorage.setItem(CSRF, csrf);
}

export function ticket(): string | undefined {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${COOKIE}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(COOKIE.length + 1));
}

export function dropTicket(): void {
  document.cookie = `${COOKIE}=; path=/; secure; samesite=strict; max-age=0`;
  localStorage.removeItem(CSRF);
}

export function csrf(): string {
  return localStorage.getItem(CSRF) ?? '';
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The answer's data. Absent parameters are left out; booleans go as 0 and 1. */
export async function call<T>(method: Method, path: string, parameters: Parameters = {}): Promise<T> {
  return (await whole(method, path, parameters)).data as T;
}

/** The whole answer, for what says more beside its data. */
export const getWhole = <T>(path: string, parameters: Parameters = {}) => whole('GET', path, parameters) as Promise<T>;

async function whole(method: Method, path: string, parameters: Parameters): Promise<Envelope> {
  const form = encode(parameters);
  const inQuery = method === 'GET' || method === 'DELETE';
  const query = inQuery && form.size > 0 ? `?${form}` : '';
  const response = await fetch(ROOT + path + query, {
    method,
    headers: method === 'GET' ? {} : { CSRFPreventionToken: csrf() },
    body: inQuery ? undefined : form,
  });
  return read(response.status, await response.text(), path);
}

export const get = <T>(path: string, parameters?: Parameters) => call<T>('GET', path, parameters);
export const post = <T>(path: string, parameters?: Parameters) => call<T>('POST', path, parameters);
export const put = <T>(path: string, parameters?: Parameters) => call<T>('PUT', path, parameters);
export const del = <T>(path: string, parameters?: Parameters) => call<T>('DELETE', path, parameters);

/** Sends a file as `multipart/form-data`; the file comes last, as the API reads it while it arrives. */
export function upload(
  path: string,
  fields: Record<string, string>,
  file: File,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    body.append('filename', file, file.name);
    request.open('POST', ROOT + path);
    request.setRequestHeader('CSRFPreventionToken', csrf());
    request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      try {
        resolve(read(request.status, request.responseText, path).data as string);
      } catch (failure) {
        reject(failure as Error);
      }
    };
    request.onerror = () => reject(new ApiError(0, 'The connection broke off.'));
    request.onabort = () => reject(new ApiError(0, 'aborted'));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

function encode(parameters: Parameters): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) {
      form.append(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
    }
  }
  return form;
}

interface Envelope {
  data?: unknown;
  message?: string;
  errors?: Record<string, string>;
}

function read(status: number, text: string, path: string): Envelope {
  const body = parse(text);
  if (status >= 200 && status < 300) {
    return body;
  }
  if (status === 401 && path !== '/access/ticket') {
    loggedOut();
  }
  throw new ApiError(status, (body.message ?? `The server answered ${status}.`).trim(), body.errors);
}

function parse(text: string): Envelope {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return {};
  }
}
