/** Tells the person at the terminal something. Standard output belongs to answers, so this goes to standard error. @param {string} line */
export const say = (line) => void process.stderr.write(`${line}\n`)
