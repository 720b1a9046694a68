/** The stream of events: opened once, kept open by the browser, which goes on behind the last one that it got. */

export interface Happening {
  type: string;
  subject: string;
  data?: Record<string, unknown>;
}

/** Whether events come in: false while the connection is away. */
export type Connected = (connected: boolean) => void;

const PATH = '/api2/json/coppice/events';

/** @param reset called when events may have been missed, so that everything has to be read again */
export function follow(heard: (event: Happening) => void, reset: () => void, connected: Connected): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (first: boolean) => {
    source = new EventSource(`${PATH}?type=guest.*,task.*,volume.*,config.*,access.*,node.*,quorum.*`);
    source.onopen = () => {
      connected(true);
      if (!first) {
        reset();
      }
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const event = parse(message.data);
      if (event !== undefined) {
        heard(event);
      }
    };
    source.addEventListener('expired', reset);
    source.onerror = () => {
      connected(false);
      if (source?.readyState === EventSource.CLOSED) {
        retry = setTimeout(() => open(false), 3000);
      }
    };
  };
  open(true);
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}

function parse(text: string): Happening | undefined {
  try {
    const event = JSON.parse(text) as Happening;
    return typeof event.type === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
