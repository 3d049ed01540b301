/** Tables that hold one row, two, or as many as the code lets them: reading all of it is the quickest way. */
export const smallTables = [
  'node',
  'node_keys',
  'manifest_drafts',
  'manifest_rotations',
  'record_head',
  'invitations',
  'key_offers',
  'offered_keyrings',
  'desk_release_drafts',
];

/** Functions that may read all rows of a table, however many there are, by the reason why. */
export const mayScan: Record<string, Record<string, string[]>> = {
  'It gives everything that the table holds, or counts it.': {
    'agreements/acknowledgements/store.ts acknowledgementDrafts': ['acknowledgement_drafts'],
    'agreements/rounds/store.ts listedRounds': ['round_proposals', 'rounds'],
    'agreements/texts/store.ts listedTexts': ['text_parts', 'texts'],
    'agreements/versions/store.ts listedPublished': ['agreements'],
    'following/store.ts countFollowers': ['followers'],
    'following/store.ts countFollows': ['follows'],
    'following/store.ts followersUpTo': ['followers'],
    'following/store.ts followsOf': ['follows'],
    'members/store.ts memberRows': ['members'],
    'members/departure-store.ts leavingSince': ['members'],
    'members/nickname-store.ts nicknamesOf': ['members'],
    'members/plain-store.ts plainRows': ['members', 'seal_keys'],
    'members/store.ts sealKeyRows': ['members'],
    'members/store.ts shareRows': ['box_shares', 'row_keys'],
    'peers/store.ts namesOfPeers': ['peers'],
    'peers/store.ts peersOf': ['peers'],
  },
  'It puts something else in the place of all that the table holds.': {
    'members/store.ts deleteOthers': ['members'],
    'members/store.ts replaceShares': ['box_shares'],
  },
  'It ends what members have, of whom there are tens.': {
    'members/session-store.ts deleteEnded': ['entries', 'sessions'],
    'members/typed-store.ts pruneTyped': ['typed'],
  },
  'It looks once an hour for lanes in which nothing is left.': {
    'deliveries/store.ts pruneLanes': ['deliveries', 'lanes'],
  },
  'It looks once an hour for what went to strangers and says nothing more, of each domain the newest.': {
    'deliveries/store.ts pruneStrangers': ['deliveries'],
  },
  'It looks once an hour for what one of four tables says of each item.': {
    'notices/theirs/item-store.ts peersWithDue': ['incoming', 'incoming_facts'],
  },
};
