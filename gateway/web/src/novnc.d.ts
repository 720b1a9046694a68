declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, url: string, options?: { credentials?: { username: string; password: string; target: string } });
    scaleViewport: boolean;
    disconnect(): void;
    sendCtrlAltDel(): void;
  }
}
