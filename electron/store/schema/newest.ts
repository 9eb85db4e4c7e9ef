/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '5e094e50014b301a9b9e185b5d4f8646f35dd60995214f4e3359030e0fc910da'
