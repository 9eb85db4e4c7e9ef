// The door of the store: what may be asked (`ReadApi`) and changed (`WriteApi`). Nothing outside imports past it.
export type {
  AnswersOrigin,
  FinishedThen,
  ImportedRaw,
  ImportMatch,
  KeptAttempt,
  KeptPart,
} from './answers/imported.ts'
export { packAttempt } from './answers/packed-marks.ts'
export { versionToStore } from './answers/versions.ts'
export type { AddChoices, AddedQuestions, BankKeys } from './bank/adding.ts'
export type { BankKnown } from './bank/pulling.ts'
export type { BankContent } from './bank/reading.ts'
export { type ReadApi, type Store, type Topic, TopicBus, topics, type WriteApi } from './call-table.ts'
export type { NamedCertificate, WaitingDownload } from './certificates/certificates.ts'
export type { AccessCodeBatch } from './codes/sending.ts'
// What can be known without opening the database: its files, the copies beside it and what is wrong with it.
export { copiesBeside, isDamage, isNewPlace } from './damage.ts'
export { freeSpace, refuseWithoutRoom } from './free-space.ts'
export { unlessUnreadable } from './gradebook/hand-ins.ts'
export type { CellAttempt, GradebookReading } from './gradebook/whole-reading.ts'
export { isHeld, retryWhileHeld } from './held-file.ts'
export type { StoredCertificate, StoredRenewal } from './lists.ts'
export { isAbandoned } from './locks.ts'
export { OthersWatch } from './others.ts'
export { canPack, isPacked, plainName } from './packed-copy.ts'
export { copyToRead, privateFolder } from './readable-copy.ts'
export type { CertificatesQuestion, DetailedAttempt, StoredAttempt } from './reading.ts'
export { type Reading, readAtOneMoment } from './reading.ts'
export { incoming, outgoing } from './replacement-files.ts'
export type { AccountZones } from './results/filter.ts'
export type { RereadResult } from './results/reread.ts'
export type { NamedResult } from './results/rows.ts'
export { changesOfResult } from './results/same-result.ts'
export { extraInfoOf, gradingOf, startOf, truth, wireValue } from './results/stored-values.ts'
export { newestVersion } from './schema/migrate.ts'
export type { SnapshotAnswer, SnapshotTask } from './snapshot.ts'
export type { OlderResult } from './start-questions.ts'
export { openStore, type StorePorts, type StoreWorkers } from './store.ts'
export type { ListName, Lists } from './store-api.ts'
export { isOneLetterApart } from './students/likeness.ts'
export { perhapsHere } from './students/perhaps-asked.ts'
export { type TraceFinder, traceFinder } from './students/traces.ts'
export type { SyncState } from './sync-state/sync-state.ts'
export type { OnSlowCall } from './thread-queue.ts'
