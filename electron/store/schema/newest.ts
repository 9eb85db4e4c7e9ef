/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '4478b35b287fb341da49d5df3416890bb6d5309bf67a71ca1e07568f0cc81f30'
