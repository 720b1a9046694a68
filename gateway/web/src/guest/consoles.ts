/** How a console is reached: a ticket for one connection, then a websocket. */
import { guestPath, type Resource } from '../model/resources';

export interface ConsoleTicket {
  port: number | string;
  ticket: string;
  user?: string;
}

export function socketUrl(entry: Resource, opened: ConsoleTicket): string {
  const query = new URLSearchParams({ port: String(opened.port), vncticket: opened.ticket });
  return `wss://${location.host}/api2/json${guestPath(entry)}/vncwebsocket?${query}`;
}
