// The customer's page as a client without JavaScript sees it.
import assert from "node:assert/strict";

/** The link to the customer's page in a mail, as written there. */
export function linkIn(mail, base) {
  const found = mail.text.match(/https?:\/\/[^\s<>"]+\/c\/[A-Za-z0-9_-]+/);
  assert.ok(found, `no link to the customer's page in:\n${mail.text}`);
  assert.ok(found[0].startsWith(base + "/c/"), `${found[0]} is not below ${base}`);
  return found[0];
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

/** The hidden fields of the form whose action ends with `action`, e.g. "/confirmation". */
export function hiddenFields(html, action) {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((f) => new RegExp(`action="[^"]*${action}"`).test(f));
  assert.ok(form, `no form that posts to ${action}`);
  const fields = {};
  for (const input of form.match(/<input\b[^>]*>/g) ?? []) {
    if (!/type="hidden"/.test(input)) continue;
    fields[input.match(/name="([^"]*)"/)[1]] = unescape(input.match(/value="([^"]*)"/)?.[1] ?? "");
  }
  return fields;
}

export async function openPage(link) {
  const answer = await fetch(link);
  return { status: answer.status, html: await answer.text() };
}

/** Posts a form as a browser does, and does not follow the redirect. */
export async function post(link, action, fields) {
  return fetch(link + action, {
    method: "POST",
    redirect: "manual",
    headers: { origin: new URL(link).origin },
    body: new URLSearchParams(fields),
  });
}
