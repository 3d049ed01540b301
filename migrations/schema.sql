CREATE TABLE acknowledgement_drafts (
  id text not null,
  agreement text not null,
  envelope text not null,
  created timestamp with time zone not null,
  made_by text not null,
  constraint acknowledgement_drafts_pkey PRIMARY KEY (id)
);
CREATE INDEX acknowledgement_drafts_agreement ON acknowledgement_drafts USING btree (agreement);
CREATE INDEX acknowledgement_drafts_made_by ON acknowledgement_drafts USING btree (made_by);

CREATE TABLE acknowledgements (
  id text not null,
  agreement text not null,
  issuer text not null,
  at timestamp with time zone not null,
  envelope text not null,
  constraint acknowledgements_pkey PRIMARY KEY (id),
  constraint acknowledgements_agreement_issuer_key UNIQUE (agreement, issuer)
);
CREATE INDEX acknowledgements_issuer ON acknowledgements USING btree (issuer, at DESC);

CREATE TABLE acknowledgements_pending (
  id text not null,
  actor text not null,
  url text not null,
  digest text not null,
  tries integer not null default 0,
  next_try timestamp with time zone not null,
  received timestamp with time zone not null,
  constraint acknowledgements_pending_pkey PRIMARY KEY (id),
  constraint acknowledgements_pending_actor_digest_key UNIQUE (actor, digest)
);
CREATE INDEX acknowledgements_pending_due ON acknowledgements_pending USING btree (next_try);

CREATE TABLE agreement_drafts (
  id text not null,
  series text not null,
  version integer not null,
  envelope text not null,
  created timestamp with time zone not null,
  made_by text not null,
  lapsed timestamp with time zone,
  constraint agreement_drafts_version_check CHECK (version > 0),
  constraint agreement_drafts_pkey PRIMARY KEY (id)
);
CREATE INDEX agreement_drafts_lapsed ON agreement_drafts USING btree (lapsed) WHERE lapsed IS NOT NULL;
CREATE INDEX agreement_drafts_made_by ON agreement_drafts USING btree (made_by);
CREATE INDEX agreement_drafts_series ON agreement_drafts USING btree (series, version);

CREATE TABLE agreement_withdrawals (
  id text not null,
  series text not null,
  at timestamp with time zone not null,
  envelope text not null,
  made_by text not null,
  published timestamp with time zone,
  constraint agreement_withdrawals_pkey PRIMARY KEY (id)
);
CREATE INDEX agreement_withdrawals_made_by ON agreement_withdrawals USING btree (made_by);
CREATE INDEX agreement_withdrawals_series ON agreement_withdrawals USING btree (series);
CREATE INDEX agreement_withdrawals_waiting ON agreement_withdrawals USING btree (at) WHERE published IS NULL;

CREATE TABLE agreement_words (
  peer text not null,
  series text not null,
  language text not null,
  statement text not null,
  stemming text not null,
  title text not null,
  title_words tsvector,
  words tsvector,
  constraint agreement_words_stemming_check CHECK (stemming = ANY (ARRAY['spanish'::text, 'english'::text, 'simple'::text])),
  constraint agreement_words_pkey PRIMARY KEY (peer, series, language)
);
CREATE INDEX agreement_words_unread ON agreement_words USING btree (peer, series) WHERE words IS NULL;
CREATE INDEX agreement_words_words ON agreement_words USING gin (words) WITH (fastupdate=off);

CREATE TABLE agreements (
  id text not null,
  series text not null,
  version integer not null,
  envelope text not null,
  published timestamp with time zone not null,
  withdrawn timestamp with time zone,
  constraint agreements_version_check CHECK (version > 0),
  constraint agreements_pkey PRIMARY KEY (id),
  constraint agreements_series_version_key UNIQUE (series, version)
);
CREATE INDEX agreements_gone ON agreements USING btree (withdrawn DESC, series) WHERE withdrawn IS NOT NULL AND version = 1;
CREATE INDEX agreements_published ON agreements USING btree (published DESC, id) WHERE withdrawn IS NULL;

CREATE TABLE agreements_received (
  id uuid not null,
  actor text not null,
  object text not null,
  url text not null,
  digest text not null,
  state text not null,
  because text,
  peer text,
  series text,
  version integer,
  statement text,
  envelope text,
  tries integer not null default 0,
  next_try timestamp with time zone not null,
  received timestamp with time zone not null,
  shown timestamp with time zone,
  constraint agreements_received_check CHECK (state <> 'shown'::text OR peer IS NOT NULL AND series IS NOT NULL AND version IS NOT NULL AND statement IS NOT NULL AND envelope IS NOT NULL AND shown IS NOT NULL),
  constraint agreements_received_state_check CHECK (state = ANY (ARRAY['pending'::text, 'shown'::text, 'refused'::text])),
  constraint agreements_received_pkey PRIMARY KEY (id),
  constraint agreements_received_actor_object_digest_key UNIQUE (actor, object, digest),
  constraint agreements_received_peer_series_version_key UNIQUE (peer, series, version)
);
CREATE INDEX agreements_received_pending ON agreements_received USING btree (next_try) WHERE state = 'pending'::text;
CREATE INDEX agreements_received_statement ON agreements_received USING btree (statement) WHERE state = 'shown'::text;
CREATE INDEX agreements_received_unshown ON agreements_received USING btree (received) WHERE state <> 'shown'::text;

CREATE TABLE agreements_taken_down (
  peer text not null,
  series text not null,
  actor text not null,
  object text not null,
  told timestamp with time zone not null,
  version integer,
  at timestamp with time zone,
  envelope text,
  tries integer not null default 0,
  next_try timestamp with time zone,
  constraint agreements_taken_down_check CHECK ((envelope IS NULL) = (version IS NULL) AND (envelope IS NULL) = (at IS NULL)),
  constraint agreements_taken_down_pkey PRIMARY KEY (peer, series)
);
CREATE INDEX agreements_taken_down_due ON agreements_taken_down USING btree (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX agreements_taken_down_object ON agreements_taken_down USING btree (actor, object);
CREATE INDEX agreements_taken_down_unsigned ON agreements_taken_down USING btree (peer, series) WHERE envelope IS NULL;

CREATE TABLE box_shares (
  recipient text not null,
  member text not null,
  stored timestamp with time zone not null,
  ciphertext bytea not null,
  row_key uuid not null,
  constraint box_shares_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint box_shares_pkey PRIMARY KEY (recipient, member)
);
CREATE INDEX box_shares_member ON box_shares USING btree (member);

CREATE TABLE consents (
  delivery text not null,
  peer text not null,
  header text not null,
  locator_hash text not null,
  drop_commit text not null,
  drop_after timestamp with time zone not null,
  state text not null,
  granted timestamp with time zone not null,
  asks_nothing_more boolean not null default false,
  send_after timestamp with time zone not null,
  hurry text,
  constraint consents_state_check CHECK (state = ANY (ARRAY['granted'::text, 'expired'::text])),
  constraint consents_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint consents_pkey PRIMARY KEY (delivery),
  constraint consents_drop_commit_key UNIQUE (drop_commit)
);
CREATE INDEX consents_ends ON consents USING btree (drop_after);
CREATE INDEX consents_locator ON consents USING btree (locator_hash);
CREATE INDEX consents_peer ON consents USING btree (peer);

CREATE TABLE deliveries (
  id uuid not null,
  host text not null,
  lane text not null,
  kind text not null,
  item text not null,
  object text not null,
  recipient text not null,
  inbox text not null,
  audience text not null,
  token text,
  state text not null,
  created timestamp with time zone not null,
  next_at timestamp with time zone not null,
  attempts integer not null default 0,
  lease timestamp with time zone,
  sent timestamp with time zone,
  answer text,
  acknowledged text,
  acknowledged_on timestamp with time zone,
  give_up timestamp with time zone not null,
  receipt_event text,
  receipt_cipher text,
  constraint deliveries_acknowledged_check CHECK (acknowledged IS NULL OR (acknowledged = ANY (ARRAY['stored'::text, 'opened'::text, 'deleted'::text, 'unopenable'::text]))),
  constraint deliveries_audience_check CHECK (audience = ANY (ARRAY['peer'::text, 'follower'::text])),
  constraint deliveries_check CHECK ((state = 'sending'::text) = (lease IS NOT NULL)),
  constraint deliveries_check1 CHECK (token IS NULL OR kind = 'drop'::text),
  constraint deliveries_check2 CHECK (state <> 'sent'::text OR sent IS NOT NULL),
  constraint deliveries_check3 CHECK ((kind = 'receipt'::text) = (receipt_event IS NOT NULL)),
  constraint deliveries_check4 CHECK (receipt_cipher IS NULL OR receipt_event IS NOT NULL),
  constraint deliveries_lane_check CHECK (lane = ANY (ARRAY['erase'::text, 'ordinary'::text])),
  constraint deliveries_receipt_event_check CHECK (receipt_event IS NULL OR (receipt_event = ANY (ARRAY['stored'::text, 'opened'::text, 'deleted'::text, 'unopenable'::text]))),
  constraint deliveries_state_check CHECK (state = ANY (ARRAY['due'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text])),
  constraint deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX deliveries_due ON deliveries USING btree (host, lane, id) WHERE state = ANY (ARRAY['due'::text, 'sending'::text]);
CREATE INDEX deliveries_item ON deliveries USING btree (object, recipient);
CREATE INDEX deliveries_next ON deliveries USING btree (host, lane, next_at) WHERE state = 'due'::text;
CREATE INDEX deliveries_order ON deliveries USING btree (recipient, object, id);
CREATE INDEX deliveries_receipts ON deliveries USING btree (recipient) WHERE receipt_event IS NOT NULL;
CREATE INDEX deliveries_sending ON deliveries USING btree (host, lane, lease) WHERE state = 'sending'::text;
CREATE INDEX deliveries_settled ON deliveries USING btree (kind, created) WHERE state = ANY (ARRAY['sent'::text, 'cancelled'::text]);

CREATE TABLE desk_release_drafts (
  id text not null,
  version integer not null,
  envelope text not null,
  created timestamp with time zone not null,
  made_by text not null,
  constraint desk_release_drafts_pkey PRIMARY KEY (id)
);

CREATE TABLE desk_releases (
  issuer text not null,
  version integer not null,
  id text not null,
  envelope text not null,
  constraint desk_releases_pkey PRIMARY KEY (issuer, version),
  constraint desk_releases_id_key UNIQUE (id)
);

CREATE TABLE draft_erasures (
  draft text not null,
  member text not null,
  revision integer not null,
  asked timestamp with time zone not null,
  constraint draft_erasures_draft_fkey FOREIGN KEY (draft) REFERENCES drafts(draft) ON DELETE CASCADE,
  constraint draft_erasures_pkey PRIMARY KEY (draft, member)
);
CREATE INDEX draft_erasures_asked ON draft_erasures USING btree (asked);

CREATE TABLE draft_revisions (
  draft text not null,
  revision integer not null,
  stored_by text not null,
  stored timestamp with time zone not null,
  replaced timestamp with time zone not null,
  ciphertext bytea not null,
  row_key uuid not null,
  constraint draft_revisions_revision_check CHECK (revision > 0),
  constraint draft_revisions_draft_fkey FOREIGN KEY (draft) REFERENCES drafts(draft) ON DELETE CASCADE,
  constraint draft_revisions_pkey PRIMARY KEY (draft, revision)
);
CREATE INDEX draft_revisions_replaced ON draft_revisions USING btree (replaced);

CREATE TABLE drafts (
  draft text not null,
  revision integer not null,
  updated timestamp with time zone not null,
  made_by text not null,
  stored_by text not null,
  worked_on_by text[] not null,
  ciphertext bytea not null,
  row_key uuid not null,
  constraint drafts_revision_check CHECK (revision > 0),
  constraint drafts_pkey PRIMARY KEY (draft)
);
CREATE INDEX drafts_made_by ON drafts USING btree (made_by);

CREATE TABLE entries (
  code_hash text not null,
  member text not null,
  expires timestamp with time zone not null,
  constraint entries_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint entries_pkey PRIMARY KEY (code_hash)
);
CREATE INDEX entries_member ON entries USING btree (member);

CREATE TABLE followers (
  actor text not null,
  inbox text not null,
  convive boolean not null,
  follow text not null,
  followed timestamp with time zone not null,
  key_id text,
  public_key text,
  domain text,
  constraint followers_pkey PRIMARY KEY (actor)
);
CREATE INDEX followers_domain ON followers USING btree (domain);
CREATE INDEX followers_origin ON followers USING btree (actor text_pattern_ops);

CREATE TABLE follows (
  actor text not null,
  inbox text not null,
  follow text not null,
  asked timestamp with time zone not null,
  accepted timestamp with time zone,
  refused timestamp with time zone,
  constraint follows_pkey PRIMARY KEY (actor),
  constraint follows_follow_key UNIQUE (follow)
);
CREATE INDEX follows_origin ON follows USING btree (actor text_pattern_ops);

CREATE TABLE incoming (
  peer text not null,
  delivery text not null,
  edition integer not null,
  kind text not null,
  header text not null,
  cipher text not null,
  drop_commit text,
  drop_after timestamp with time zone not null,
  received timestamp with time zone not null,
  opened timestamp with time zone,
  first_received timestamp with time zone,
  checked_with integer,
  waiting timestamp with time zone,
  unopenable boolean not null default false,
  body bytea not null,
  row_key uuid not null,
  constraint incoming_check CHECK ((opened IS NULL) = (checked_with IS NULL)),
  constraint incoming_checked_with_check CHECK (checked_with > 0),
  constraint incoming_edition_check CHECK (edition > 0),
  constraint incoming_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint incoming_pkey PRIMARY KEY (peer, delivery, edition)
);
CREATE INDEX incoming_delivery ON incoming USING btree (delivery);
CREATE INDEX incoming_ends ON incoming USING btree (drop_after);
CREATE UNIQUE INDEX incoming_one_accepted ON incoming USING btree (peer, delivery) WHERE opened IS NOT NULL;
CREATE UNIQUE INDEX incoming_one_waiting ON incoming USING btree (peer, delivery) WHERE opened IS NULL;
CREATE INDEX incoming_waiting ON incoming USING btree (waiting) WHERE waiting IS NOT NULL;

CREATE TABLE incoming_facts (
  peer text not null,
  delivery text not null,
  suspended timestamp with time zone,
  taken_back text,
  taken_back_by text,
  taken_back_at timestamp with time zone,
  denied_by text[] not null default '{}'::text[],
  restored timestamp with time zone,
  constraint incoming_facts_check CHECK (num_nulls(taken_back, taken_back_by, taken_back_at) = ANY (ARRAY[0, 3])),
  constraint incoming_facts_check1 CHECK (taken_back IS NOT NULL OR denied_by = '{}'::text[]),
  constraint incoming_facts_taken_back_check CHECK (taken_back = ANY (ARRAY['withdrawn'::text, 'retracted'::text])),
  constraint incoming_facts_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint incoming_facts_pkey PRIMARY KEY (peer, delivery)
);
CREATE INDEX incoming_facts_suspended ON incoming_facts USING btree (suspended) WHERE suspended IS NOT NULL;
CREATE INDEX incoming_facts_taken_back ON incoming_facts USING btree (taken_back_at) WHERE taken_back_at IS NOT NULL;

CREATE TABLE incoming_reports (
  peer text not null,
  delivery text not null,
  edition integer not null,
  code text not null,
  member text not null,
  at timestamp with time zone not null,
  constraint incoming_reports_peer_delivery_edition_fkey FOREIGN KEY (peer, delivery, edition) REFERENCES incoming(peer, delivery, edition) ON DELETE CASCADE,
  constraint incoming_reports_pkey PRIMARY KEY (peer, delivery, edition, code)
);
CREATE INDEX incoming_reports_at ON incoming_reports USING btree (at);

CREATE TABLE invitations (
  code_hash text not null,
  member text,
  roles text[] not null,
  made_by text not null,
  expires timestamp with time zone not null,
  keeper boolean not null default false,
  constraint invitations_pkey PRIMARY KEY (code_hash)
);

CREATE TABLE key_offers (
  member text not null,
  code_hash text not null,
  public_key text not null,
  roles text[] not null,
  recipient text not null,
  seal_key text not null,
  at timestamp with time zone not null,
  constraint key_offers_code_hash_fkey FOREIGN KEY (code_hash) REFERENCES invitations(code_hash) ON DELETE CASCADE,
  constraint key_offers_pkey PRIMARY KEY (code_hash),
  constraint key_offers_public_key_key UNIQUE (public_key)
);

CREATE TABLE keyrings (
  member text not null,
  keyid text not null,
  sign_in_key text not null,
  file bytea not null,
  row_key uuid not null,
  revision integer not null,
  stored timestamp with time zone not null,
  constraint keyrings_revision_check CHECK (revision > 0),
  constraint keyrings_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint keyrings_pkey PRIMARY KEY (member),
  constraint keyrings_keyid_key UNIQUE (keyid)
);

CREATE TABLE kv (
  key text not null,
  value text not null,
  expires timestamp with time zone,
  constraint kv_pkey PRIMARY KEY (key)
);
CREATE INDEX kv_ends ON kv USING btree (expires);

CREATE TABLE lanes (
  host text not null,
  lane text not null,
  next_at timestamp with time zone,
  fails integer not null default 0,
  lease timestamp with time zone,
  peer boolean not null default false,
  slow boolean not null default false,
  domain text,
  constraint lanes_lane_check CHECK (lane = ANY (ARRAY['erase'::text, 'ordinary'::text])),
  constraint lanes_pkey PRIMARY KEY (host, lane)
);
CREATE INDEX lanes_due ON lanes USING btree (peer, lane, slow, next_at) WHERE next_at IS NOT NULL;

CREATE TABLE manifest_drafts (
  id text not null,
  envelope text not null,
  profile text not null,
  drafted timestamp with time zone not null,
  shares bytea not null,
  row_key uuid not null,
  drafted_by text not null,
  constraint manifest_drafts_pkey PRIMARY KEY (id)
);

CREATE TABLE manifest_rotations (
  id text not null,
  envelope text not null,
  drafted timestamp with time zone not null,
  proposed_by text not null,
  lapsed timestamp with time zone,
  shares bytea,
  row_key uuid,
  pair text,
  constraint manifest_rotations_keyed CHECK ((shares IS NULL) = (row_key IS NULL)),
  constraint manifest_rotations_pkey PRIMARY KEY (id)
);

CREATE TABLE manifests (
  version integer not null,
  id text not null,
  envelope text not null,
  accepted timestamp with time zone not null,
  constraint manifests_version_check CHECK (version > 0),
  constraint manifests_pkey PRIMARY KEY (version),
  constraint manifests_id_key UNIQUE (id)
);

CREATE TABLE members (
  member text not null,
  public_key text not null,
  roles text[] not null,
  joined timestamp with time zone not null,
  plain boolean not null default false,
  keeper boolean not null default false,
  nickname text,
  leaving timestamp with time zone,
  constraint members_pkey PRIMARY KEY (member),
  constraint members_public_key_key UNIQUE (public_key)
);

CREATE TABLE node (
  one integer not null default 1,
  origin text not null,
  name text,
  handle text,
  summary text,
  language text,
  collective text,
  set_up_code_hash text,
  created timestamp with time zone not null,
  identity uuid not null default gen_random_uuid(),
  set_up_profile text,
  contacts text not null default '[]'::text,
  alone boolean not null default false,
  constraint node_check CHECK (collective IS NULL OR name IS NOT NULL AND handle IS NOT NULL AND set_up_code_hash IS NULL),
  constraint node_one_check CHECK (one = 1),
  constraint node_pkey PRIMARY KEY (one)
);

CREATE TABLE node_keys (
  use text not null,
  id text not null,
  public_multibase text not null,
  private_wrapped text not null,
  created timestamp with time zone not null,
  pair text not null,
  state text not null,
  constraint node_keys_state_check CHECK (state = ANY (ARRAY['present'::text, 'proposed'::text, 'former'::text])),
  constraint node_keys_use_check CHECK (use = ANY (ARRAY['http'::text, 'receipt'::text])),
  constraint node_keys_pkey PRIMARY KEY (pair, use),
  constraint node_keys_id_key UNIQUE (id)
);
CREATE UNIQUE INDEX node_keys_present ON node_keys USING btree (use) WHERE state = 'present'::text;

CREATE TABLE offered_keyrings (
  code_hash text not null,
  keyid text not null,
  sign_in_key text not null,
  file bytea not null,
  row_key uuid not null,
  revision integer not null,
  stored timestamp with time zone not null,
  constraint offered_keyrings_revision_check CHECK (revision > 0),
  constraint offered_keyrings_code_hash_fkey FOREIGN KEY (code_hash) REFERENCES key_offers(code_hash) ON DELETE CASCADE,
  constraint offered_keyrings_pkey PRIMARY KEY (code_hash),
  constraint offered_keyrings_keyid_key UNIQUE (keyid)
);

CREATE TABLE outgoing (
  delivery text not null,
  edition integer not null,
  kind text not null,
  peer text not null,
  header text not null,
  cipher text not null,
  box text not null,
  draft text,
  handed_in timestamp with time zone not null,
  body bytea not null,
  row_key uuid not null,
  constraint outgoing_edition_check CHECK (edition > 0),
  constraint outgoing_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint outgoing_pkey PRIMARY KEY (delivery)
);
CREATE INDEX outgoing_draft ON outgoing USING btree (draft) WHERE draft IS NOT NULL;
CREATE INDEX outgoing_kind ON outgoing USING btree (kind);
CREATE INDEX outgoing_peer ON outgoing USING btree (peer);

CREATE TABLE own_lists (
  peer text not null,
  id text not null,
  envelope text not null,
  issued timestamp with time zone not null,
  constraint own_lists_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint own_lists_pkey PRIMARY KEY (peer)
);

CREATE TABLE passkeys (
  keyid text not null,
  member text not null,
  sign_in_key text not null,
  constraint passkeys_member_fkey FOREIGN KEY (member) REFERENCES keyrings(member) ON DELETE CASCADE,
  constraint passkeys_pkey PRIMARY KEY (keyid)
);
CREATE INDEX passkeys_of ON passkeys USING btree (member);

CREATE TABLE peer_lists (
  peer text not null,
  id text not null,
  envelope text not null,
  issued timestamp with time zone not null,
  next_by timestamp with time zone not null,
  received timestamp with time zone not null,
  constraint peer_lists_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint peer_lists_pkey PRIMARY KEY (peer)
);

CREATE TABLE peer_manifests (
  peer text not null,
  version integer not null,
  id text not null,
  envelope text not null,
  received timestamp with time zone not null,
  constraint peer_manifests_version_check CHECK (version > 0),
  constraint peer_manifests_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint peer_manifests_pkey PRIMARY KEY (peer, version),
  constraint peer_manifests_peer_id_key UNIQUE (peer, id)
);

CREATE TABLE peer_statements (
  id text not null,
  kind text not null,
  peer text not null,
  envelope text not null,
  at timestamp with time zone not null,
  complete boolean not null,
  constraint peer_statements_kind_check CHECK (kind = ANY (ARRAY['comparison'::text, 'standing'::text, 'standing-offer'::text])),
  constraint peer_statements_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint peer_statements_pkey PRIMARY KEY (id)
);
CREATE INDEX peer_statements_newest ON peer_statements USING btree (peer, kind, at DESC);

CREATE TABLE peers (
  peer text not null,
  actor text not null,
  inbox text not null,
  origin text not null,
  name text not null,
  handle text not null,
  state text not null,
  pinned timestamp with time zone not null,
  changed timestamp with time zone not null,
  pulled timestamp with time zone,
  looked timestamp with time zone,
  revision bigint not null default 0,
  answered timestamp with time zone,
  trust_ended timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  called text,
  called_alike text,
  constraint peers_state_check CHECK (state = ANY (ARRAY['pinned'::text, 'compared'::text, 'trusted'::text, 'paused'::text, 'ended'::text])),
  constraint peers_pkey PRIMARY KEY (peer),
  constraint peers_actor_key UNIQUE (actor),
  constraint peers_origin_key UNIQUE (origin)
);

CREATE TABLE received_activities (
  actor text not null,
  activity text not null,
  received timestamp with time zone not null,
  constraint received_activities_pkey PRIMARY KEY (actor, activity)
);
CREATE INDEX received_activities_age ON received_activities USING btree (received);

CREATE TABLE record (
  seq integer not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text,
  prev text not null,
  hash text not null,
  constraint record_seq_check CHECK (seq > 0),
  constraint record_pkey PRIMARY KEY (seq)
);

CREATE TABLE record_head (
  one integer not null default 1,
  seq integer not null,
  prev text not null,
  hash text not null,
  constraint record_head_one_check CHECK (one = 1),
  constraint record_head_pkey PRIMARY KEY (one)
);

CREATE TABLE recusals (
  peer text not null,
  delivery text not null,
  member text not null,
  said_by text not null,
  since timestamp with time zone not null,
  constraint recusals_peer_fkey FOREIGN KEY (peer) REFERENCES peers(peer),
  constraint recusals_pkey PRIMARY KEY (peer, delivery, member)
);
CREATE INDEX recusals_member ON recusals USING btree (member);

CREATE TABLE reseals (
  peer text not null,
  delivery text not null,
  edition integer not null,
  proposed_by text not null,
  recused text[] not null,
  proposed timestamp with time zone not null,
  confirmed timestamp with time zone,
  cipher text not null,
  expected text not null,
  lapsed timestamp with time zone,
  body bytea,
  row_key uuid,
  constraint reseals_check CHECK ((confirmed IS NULL AND lapsed IS NULL) = (body IS NOT NULL)),
  constraint reseals_check1 CHECK (confirmed IS NULL OR lapsed IS NULL),
  constraint reseals_keyed CHECK ((body IS NULL) = (row_key IS NULL)),
  constraint reseals_peer_delivery_edition_fkey FOREIGN KEY (peer, delivery, edition) REFERENCES incoming(peer, delivery, edition) ON DELETE CASCADE,
  constraint reseals_pkey PRIMARY KEY (peer, delivery, edition, cipher)
);

CREATE TABLE rewrites_due (
  id bigint not null,
  name text not null,
  erased timestamp with time zone not null default clock_timestamp(),
  constraint rewrites_due_pkey PRIMARY KEY (id)
);

CREATE TABLE round_closings (
  round text not null,
  member text not null,
  minutes text,
  asked timestamp with time zone not null,
  constraint round_closings_round_fkey FOREIGN KEY (round) REFERENCES rounds(id) ON DELETE CASCADE,
  constraint round_closings_pkey PRIMARY KEY (round, member)
);

CREATE TABLE round_entries (
  round text not null,
  seq integer not null,
  proposal integer not null,
  kind text not null,
  part text,
  about integer,
  words text,
  harm text,
  stage text,
  member text not null,
  at timestamp with time zone not null,
  constraint round_entries_check CHECK ((kind = 'objection'::text) = (harm IS NOT NULL)),
  constraint round_entries_check1 CHECK ((kind = 'stage'::text) = (stage IS NOT NULL)),
  constraint round_entries_kind_check CHECK (kind = ANY (ARRAY['question'::text, 'answer'::text, 'sense'::text, 'amendment'::text, 'consent'::text, 'stand_aside'::text, 'objection'::text, 'stage'::text])),
  constraint round_entries_seq_check CHECK (seq > 0),
  constraint round_entries_round_fkey FOREIGN KEY (round) REFERENCES rounds(id) ON DELETE CASCADE,
  constraint round_entries_pkey PRIMARY KEY (round, seq)
);

CREATE TABLE round_proposals (
  round text not null,
  number integer not null,
  content text not null,
  base text,
  member text not null,
  at timestamp with time zone not null,
  constraint round_proposals_number_check CHECK (number > 0),
  constraint round_proposals_round_fkey FOREIGN KEY (round) REFERENCES rounds(id) ON DELETE CASCADE,
  constraint round_proposals_pkey PRIMARY KEY (round, number)
);

CREATE TABLE rounds (
  id text not null,
  text text,
  series text not null,
  body text not null,
  method text not null,
  stage text not null,
  proposal integer not null,
  outcome text,
  minutes text,
  decided text,
  draft text,
  opened timestamp with time zone not null,
  opened_by text not null,
  closed timestamp with time zone,
  constraint rounds_check CHECK ((stage = 'outcome'::text) = (outcome IS NOT NULL)),
  constraint rounds_check1 CHECK ((outcome IS NULL) = (closed IS NULL)),
  constraint rounds_check2 CHECK ((draft IS NOT NULL AND decided IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'adopted'::text)),
  constraint rounds_method_check CHECK (method = ANY (ARRAY['consent_round'::text, 'assembly_minutes'::text, 'vote'::text, 'board'::text, 'founders'::text, 'not_recorded'::text, 'other'::text])),
  constraint rounds_outcome_check CHECK (outcome = ANY (ARRAY['adopted'::text, 'not_adopted'::text])),
  constraint rounds_proposal_check CHECK (proposal > 0),
  constraint rounds_stage_check CHECK (stage = ANY (ARRAY['questions'::text, 'sense_check'::text, 'amend'::text, 'consent'::text, 'outcome'::text])),
  constraint rounds_pkey PRIMARY KEY (id)
);
CREATE INDEX rounds_closed ON rounds USING btree (closed) WHERE closed IS NOT NULL;
CREATE INDEX rounds_draft ON rounds USING btree (draft) WHERE draft IS NOT NULL;
CREATE UNIQUE INDEX rounds_open ON rounds USING btree (text) WHERE outcome IS NULL;
CREATE INDEX rounds_text ON rounds USING btree (text) WHERE text IS NOT NULL;

CREATE TABLE row_keys (
  id uuid not null,
  key bytea not null,
  constraint row_keys_pkey PRIMARY KEY (id)
);

CREATE TABLE seal_keys (
  member text not null,
  recipient text not null,
  envelope text not null,
  at timestamp with time zone not null,
  constraint seal_keys_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint seal_keys_pkey PRIMARY KEY (member)
);

CREATE TABLE sessions (
  token_hash text not null,
  member text not null,
  expires timestamp with time zone not null,
  ends timestamp with time zone,
  kind text not null,
  began timestamp with time zone not null default now(),
  constraint sessions_check CHECK (kind <> 'browser'::text OR ends IS NOT NULL),
  constraint sessions_kind_check CHECK (kind = ANY (ARRAY['program'::text, 'browser'::text])),
  constraint sessions_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX sessions_member ON sessions USING btree (member);

CREATE TABLE text_erasures (
  text text not null,
  member text not null,
  asked timestamp with time zone not null,
  constraint text_erasures_text_fkey FOREIGN KEY (text) REFERENCES texts(id) ON DELETE CASCADE,
  constraint text_erasures_pkey PRIMARY KEY (text, member)
);

CREATE TABLE text_parts (
  text text not null,
  part text not null,
  revision integer not null,
  kind text not null,
  place double precision not null,
  content text,
  member text not null,
  at timestamp with time zone not null,
  constraint text_parts_kind_check CHECK (kind = ANY (ARRAY['front'::text, 'contact'::text, 'clause'::text, 'step'::text, 'belonging'::text, 'procedure'::text])),
  constraint text_parts_revision_check CHECK (revision > 0),
  constraint text_parts_text_fkey FOREIGN KEY (text) REFERENCES texts(id) ON DELETE CASCADE,
  constraint text_parts_pkey PRIMARY KEY (text, part, revision)
);

CREATE TABLE texts (
  id text not null,
  series text,
  created timestamp with time zone not null,
  created_by text not null,
  constraint texts_pkey PRIMARY KEY (id)
);
CREATE INDEX texts_created_by ON texts USING btree (created_by);

CREATE TABLE tombstones (
  direction text not null,
  peer text not null,
  delivery text not null,
  ending text not null,
  ended timestamp with time zone not null,
  drop_commit text,
  locator_hash text,
  drop_after timestamp with time zone,
  constraint tombstones_check CHECK (drop_commit IS NULL OR ending = 'pending'::text),
  constraint tombstones_check1 CHECK (locator_hash IS NULL OR direction = 'out'::text),
  constraint tombstones_direction_check CHECK (direction = ANY (ARRAY['in'::text, 'out'::text])),
  constraint tombstones_ending_check CHECK (ending = ANY (ARRAY['withdrawn'::text, 'expired'::text, 'failed'::text, 'pending'::text])),
  constraint tombstones_pkey PRIMARY KEY (direction, peer, delivery)
);
CREATE INDEX tombstones_delivery ON tombstones USING btree (delivery, direction);
CREATE INDEX tombstones_ended ON tombstones USING btree (ended);
CREATE INDEX tombstones_locator ON tombstones USING btree (locator_hash) WHERE locator_hash IS NOT NULL;
CREATE INDEX tombstones_pending ON tombstones USING btree (peer) WHERE direction = 'in'::text AND ending = 'pending'::text;

CREATE TABLE typed (
  place text not null,
  member text not null,
  content text not null,
  at timestamp with time zone not null,
  constraint typed_member_fkey FOREIGN KEY (member) REFERENCES members(member) ON DELETE CASCADE,
  constraint typed_pkey PRIMARY KEY (place, member)
);
CREATE INDEX typed_member ON typed USING btree (member);

CREATE TABLE used_nonces (
  nonce text not null,
  expires timestamp with time zone not null,
  constraint used_nonces_pkey PRIMARY KEY (nonce)
);
CREATE INDEX used_nonces_ends ON used_nonces USING btree (expires);

CREATE TABLE words_seen (
  locator_hash text not null,
  seen timestamp with time zone not null,
  constraint words_seen_pkey PRIMARY KEY (locator_hash)
);
CREATE INDEX words_seen_seen ON words_seen USING btree (seen);
