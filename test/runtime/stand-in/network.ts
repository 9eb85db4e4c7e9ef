/** Whether the computer has a network, as Chromium would find. */
export const network = { isOnline: true }
