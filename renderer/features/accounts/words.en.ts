/** The words for connecting an account, and for its secret. */
export const connect = {
  title: 'Connect an account',
  key: 'API key',
  secret: 'API secret',
  secretHint: 'Kept in this computer’s keychain and never shown again.',
  secretHintMemory: 'This computer has no keychain, so the secret is kept for this run only.',
  name: 'Name for this account',
  nameHint: 'Yours to choose, for example the school.',
  where: 'Where to find the key and secret',
  whereSteps:
    'Sign in to ClassMarker and open My Account › API / Webhooks. Add a key there, give it access to the groups and links you want here, and copy both halves.',
  openClassMarker: 'Open ClassMarker',
  advanced: 'Advanced',
  signature: 'Signature',
  signatureHint: 'How requests are signed. Automatic tries both.',
  signatureAuto: 'Automatic',
  signatureSha256: 'SHA-256',
  signatureMd5: 'MD5',
  submit: 'Connect',
  submitting: 'Checking with ClassMarker…',
  needKey: 'Enter the API key.',
  needSecret: 'Enter the API secret.',
  needName: 'Enter a name.',
  nothingSaved: 'Nothing was saved; what you typed is still here.',
  connected: '{{name}} is connected',
  sees: 'This key can see',
  seesGroups_one: '{{count, number}} group',
  seesGroups_other: '{{count, number}} groups',
  seesLinks_one: '{{count, number}} link',
  seesLinks_other: '{{count, number}} links',
  seesTests_one: '{{count, number}} test',
  seesTests_other: '{{count, number}} tests',
  requests_one: 'Checking it took {{count}} of the 30 requests ClassMarker allows in an hour.',
  requests_other: 'Checking it took {{count}} of the 30 requests ClassMarker allows in an hour.',
  memory:
    'There is no keychain on this computer. The secret is kept for this run only, and Gradekeep will ask for it again next time.',
  tookOver_one: 'It uses the new key now. Its {{count, number}} result stays; the former key is no longer used here.',
  tookOver_other: 'It uses the new key now. Its {{count, number}} results stay; the former key is no longer used here.',
  same: {
    title: 'This is the same ClassMarker account as “{{name}}”',
    takeOverHint_one:
      'Used for that account, the new key replaces the former key and its secret; its {{count, number}} result stays.',
    takeOverHint_other:
      'Used for that account, the new key replaces the former key and its secret; its {{count, number}} results stay.',
    separateHint: 'Kept separate, every result of this ClassMarker account is fetched and counted once more.',
    takeOver: 'Use the new key',
    separate: 'Keep separate',
  },
  fetch: 'Fetch results',
  later: 'Later',
}

export const secret = {
  missing: {
    title: 'Enter the secret again',
    lead: 'Gradekeep needs the API secret of “{{name}}” to sync. Your results are all still here.',
  },
  change: {
    title: 'Change the secret',
    lead: 'ClassMarker checks the new API secret of “{{name}}” first; until then the present one stays.',
  },
  submit: 'Save secret',
}
