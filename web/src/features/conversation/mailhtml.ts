/** The server's document of a mail's HTML, for a sandboxed frame; remote pictures only when asked for. */
export function mailPage(message: string, remotePictures: boolean): string {
  return `/api/v1/messages/${encodeURIComponent(message)}/html?images=${remotePictures ? 1 : 0}`
}
