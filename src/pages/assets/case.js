// Tells the server in which time zone the reader is; the page then comes in that one. Without
// scripts or cookies the times are the workspace's, and the page's end says in which zone.
(() => {
  const { zone: shown, again } = document.currentScript.dataset
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const told = () => document.cookie.split('; ').includes(`mg_zone=${zone}`)
  if (!zone || told()) return
  document.cookie = `mg_zone=${zone}; Path=/c; Max-Age=31536000; SameSite=Lax`
  if (told() && zone !== shown && again !== undefined) location.reload()
})()
