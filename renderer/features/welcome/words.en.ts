/** The words of the welcome screen. */
export const welcome = {
  title: 'Your ClassMarker results, kept',
  lead: 'Gradekeep copies every result from ClassMarker to this laptop once. After that you search, read and export them offline, for as long as you like.',
  connectTitle: 'Connect ClassMarker',
  connectLead: 'With an API key and its secret. One request checks them; nothing is changed at ClassMarker.',
  sampleTitle: 'Look around with sample data',
  sampleLead: 'About 3,000 invented results, clearly marked as a sample. One click removes them again.',
  sampleButton: 'Look around',
  sampleStarting: 'Preparing the sample…',
  restoreTitle: 'Coming from another laptop?',
  restoreLead: 'A backup file brings back all accounts and results.',
}
