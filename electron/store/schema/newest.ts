/** The checksum of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 1_919_647_154
