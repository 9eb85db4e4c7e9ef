/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '3a6d21db1355c74e13878fb2dad3f27636b36d53f80e3c5dba3a7bd8b68007e3'
