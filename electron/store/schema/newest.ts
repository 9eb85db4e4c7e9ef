/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'fff9945d36ec3eca5d3d0033fb5ab02028ebeba12e5bc4d6dde10545a62f541b'
