import type { DataPlace } from '../model/data-place.ts'

/** What is told at the start, in the window and on the command line, of a data folder that lies where it is in danger. */
export function placeSentence({ kind, name }: DataPlace): string {
  return kind === 'cloud'
    ? `Gradekeep’s data folder lies in a folder that ${name} copies to a cloud. Copying it while Gradekeep writes can damage the results. Move the data folder to a place on this computer that is not copied; for the cloud, save everything to one file.`
    : `Gradekeep’s data folder lies on a network share (${name}). A lost connection or a second computer can damage the results there. Move the data folder to this computer’s own disk, and save everything to one file for the share.`
}
