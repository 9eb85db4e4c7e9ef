/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '1f9da56794769e5c354aa47553e2b14cabb312b2cf2b818b1a611fbc494da633'
