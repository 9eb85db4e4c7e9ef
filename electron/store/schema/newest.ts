/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'd0708874c4fa58851a59bb207b92f24348a7a72ac1b0247e5c07f8dd9607ce24'
