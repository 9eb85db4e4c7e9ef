/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '3828dc2dd692bcc03890770566a1e90107db7670202319e8bebb35ca8b825bba'
