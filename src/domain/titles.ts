const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

export const maleTitles = set(
  `mr mr. sir lord king prince duke baron mister herr señor senor don father brother monsieur`,
);
export const femaleTitles = set(
  `mrs mrs. ms ms. miss lady queen princess duchess baroness dame madame madam mme mme. sister señora senora frau`,
);

/** Words that stand before a name and are no part of it; lower case, with and without a full stop. */
export const titles =
  set(`mr mr. mrs mrs. ms ms. miss mister sir lord lady dame king queen prince princess dr dr. doctor prof prof. professor
president vice-president senator sen sen. senators sens sens. representative rep rep. reps. reps congressman congresswoman governor gov gov. govs.
lieutenant lt lt. general gen gen. colonel col col. major maj maj. captain capt capt. sergeant sgt sgt. admiral adm adm. commander cmdr.
corporal private officer detective inspector sheriff deputy chief judge justice attorney secretary minister premier chancellor mayor councilman
councilwoman councillor councilor assemblyman assemblywoman ambassador speaker chairman chairwoman chair director commissioner superintendent
rev rev. reverend pastor father bishop archbishop cardinal pope rabbi imam ayatollah sheikh sheik brother sister mother coach judge-elect
president-elect vice leader candidate nominee host anchor reporter correspondent columnist author actor actress singer comedian
spokesman spokeswoman spokesperson strategist pollster adviser advisor consultant manager counsel delegate activist analyst lawyer economist
historian scholar prosecutor treasurer comptroller auditor founder co-founder ceo cfo coo editor publisher producer
businessman businesswoman mogul billionaire rapper pitcher quarterback astronaut pilot farmer teacher nurse student resident veteran
committeeman committeewoman lawmaker legislator whip majority minority assistant acting former ex-president ex-governor ex-mayor
first lady democrat republican rep.-elect sen.-elect del del. constituent member aide surrogate supporter operative commentator pundit
moderator legend star guru celebrity chef director-general blogger radio friend conservative liberal house
senate state federal deputy campaign communications press foreign national security policy justice attorney-general solicitor`);

/** Titles that alone are enough to show that a person follows. */
export const personTitles =
  set(`mr mr. mrs mrs. ms ms. miss mister sir dame dr dr. doctor prof prof. professor sen sen. senator rep rep. gov gov.
governor congressman congresswoman lt lt. gen gen. col col. maj maj. capt capt. sgt sgt. adm adm. rev rev. reverend sheriff judge justice
mayor president pastor rabbi chancellor premier ambassador spokesman spokeswoman detective secretary vice chairman chairwoman
king queen prince princess bishop archbishop cardinal pope señor señora herr frau councilman councilwoman lawmaker del del. assemblyman assemblywoman`);

const maleNouns =
  set(`man men boy father dad son brother husband uncle nephew grandfather grandson king prince gentleman guy spokesman
congressman chairman businessman salesman policeman fireman anchorman assemblyman councilman alderman actor waiter widower fiancé patriarch
pope bishop cardinal priest sportsman statesman newsman cameraman serviceman veteran-father stepfather godfather boyfriend groom`);
const femaleNouns =
  set(`woman women girl mother mom mum daughter sister wife aunt niece grandmother granddaughter queen princess lady
spokeswoman congresswoman chairwoman businesswoman saleswoman policewoman anchorwoman assemblywoman councilwoman actress waitress widow
fiancée matriarch nun stepmother godmother girlfriend bride mistress heroine`);

/** Heads of phrases that name a person by what they are; lower case, singular. */
const personNouns =
  set(`man woman person boy girl guy lady gentleman official officer officers spokesman spokeswoman spokesperson senator
congressman congresswoman representative lawmaker legislator governor mayor president premier minister chancellor secretary ambassador judge
justice prosecutor attorney lawyer sheriff deputy detective policeman policewoman general colonel major captain sergeant admiral commander
soldier veteran doctor physician nurse surgeon professor teacher student scholar historian economist scientist researcher expert analyst
strategist consultant adviser advisor aide assistant staffer operative pollster manager director chairman chairwoman chair head chief
leader founder owner executive ceo boss businessman businesswoman billionaire millionaire mogul tycoon magnate entrepreneur investor banker
trader farmer worker employee resident neighbor neighbour voter supporter backer critic opponent rival candidate nominee contender
hopeful front-runner frontrunner politician statesman activist organizer advocate campaigner protester demonstrator heckler volunteer
member delegate committeeman committeewoman colleague friend ally foe source insider observer witness victim survivor suspect defendant plaintiff
author writer novelist poet journalist reporter correspondent columnist editor publisher host anchor moderator interviewer commentator pundit
blogger actor actress singer musician rapper artist director producer comedian filmmaker celebrity star player coach athlete
father mother dad mom son daughter brother sister husband wife uncle aunt cousin parent grandfather grandmother child kid baby widow
pastor priest bishop archbishop cardinal pope rabbi imam minister preacher evangelist pilot driver passenger customer client patient
tourist visitor guest fan reader viewer listener user owner landlord tenant buyer seller contractor clerk cashier waiter waitress
chef cook engineer programmer developer designer architect inventor founder co-founder designer mechanic electrician plumber carpenter
diplomat envoy negotiator spy agent commissioner councilman councilwoman assemblyman assemblywoman alderman democrat republican independent
conservative liberal progressive socialist libertarian texan californian floridian new-yorker native immigrant refugee migrant citizen
conservationist scout ranger hunter fisherman miner texan incumbent challenger newcomer speaker whip treasurer comptroller superintendent
principal dean provost chancellor lobbyist donor fundraiser bundler surrogate successor predecessor replacement heir
counsel marshal warden guard inmate prisoner convict killer gunman shooter attacker terrorist militant rebel dictator emperor king queen
prince princess duke lord baron one narrator caller poster commenter tweeter fellow veteran youngster teenager teen pensioner retiree
mayor-elect president-elect governor-elect senator-elect first-lady strongman firebrand maverick stalwart superstar mastermind
whistleblower informant translator interpreter receptionist secretary librarian archivist curator fisher`);
const pluralNouns =
  set(`people men women officials officers aides advisers advisors critics supporters opponents protesters demonstrators voters residents
republicans democrats conservatives liberals lawmakers senators analysts experts researchers scientists economists lawyers prosecutors
police authorities investigators reporters journalists fans friends colleagues allies sources insiders observers witnesses
parents students teachers workers activists organizers hecklers attendees delegates members leaders moderators users
others some many most both two three several few crowd audience children kids women families families neighbors neighbours crowds
campaigners strategists operatives staffers surrogates backers donors rivals candidates politicians diplomats executives doctors historians
scholars professors authors writers editors columnists commentators pundits judges justices attorneys brothers sisters americans
mexicans russians europeans christians muslims jews veterans soldiers troops rebels militants union teamsters thousands hundreds dozens they`);

/** Things that are read or heard: a statement, a sign, a headline. */
const documentNouns =
  set(`statement letter report memo memorandum email e-mail message note notice tweet post blog article story editorial
op-ed headline caption sign signs banner poster placard billboard bumper sticker ad advertisement commercial spot video film documentary
book memoir biography transcript excerpt document filing lawsuit complaint indictment affidavit motion brief ruling opinion decision order
law bill act amendment constitution resolution petition proclamation declaration treaty agreement text script screenplay song lyrics
slogan website page site chyron graphic survey poll study paper release invitation card plaque inscription t-shirt shirt hat cap
leaflet pamphlet flyer brochure mailer newsletter manifesto platform plank question introduction paragraph passage line verse clause
section chapter dispatch cable wire subpoena warrant testimony deposition log entry record source-document description profile tattoo
bio biography screed column review essay release summary announcement guideline policy rule manual handbook code hashtag`);

/** Bodies that speak as one. */
const bodyNouns =
  set(`campaign committee party newspaper paper magazine network station channel journal administration government
ministry department agency bureau commission board council court tribunal company corporation firm bank union association organization
organisation group coalition alliance foundation institute university college school church team club league office
embassy consulate police army military navy kremlin pentagon hospital center centre outlet publication watchdog nonprofit charity
pac super-pac super think-tank think tank panel task force caucus delegation team staff press media lobby industry authority council`);

/** Bodies whose last word alone would be a person. */
export const bodiesOfTwoWords: ReadonlySet<string> = new Set([
  'coast guard',
  'national guard',
  'border guard',
  'home guard',
  'civil guard',
  'presidential guard',
  'royal guard',
  'think tank',
]);

/** Name parts that show a body and no person. */
export const bodyNameWords =
  set(`university college school institute institution committee commission council party news times post journal tribune
herald gazette guardian observer telegraph examiner globe chronicle press magazine review daily weekly network radio television tv broadcasting
department ministry office bureau agency administration house senate congress parliament court union association federation foundation
organization organisation society league alliance coalition group corporation corp corp. company co co. inc inc. ltd ltd. llc bank fund
center centre church hospital board authority service services police army navy force forces guard street avenue road park square
airport station building hotel tower plaza county city state states district province republic kingdom nation nations north south
east west southern northern eastern western central america american americans party's caucus convention conference campaign pac club
team act amendment constitution bill law treaty accord war day night week show debate media communications partners partnership
holdings industries systems technologies international global national federal reserve exchange project initiative movement tea line lines
mutual ferries railway railways shipyard harbour harbor wire desk staff
action network lives matter room museum library theater theatre hall arena stadium field gardens garden island islands river lake
mountain mountains valley beach bay ocean sea coast bridge airlines airways motors twitter facebook google youtube instagram
republicans democrats democratic republican christian muslim jewish catholic house's tuesday monday wednesday thursday friday saturday sunday`);

/** Single names of bodies, places and peoples that are never persons. */
export const neverPersons =
  set(`cnn nbc abc cbs msnbc fox bbc npr pbs ap afp reuters bloomberg politico breitbart huffpost buzzfeed vox slate salon
wapo nyt wsj usa u.s. u.s u.k. u.k us uk eu e.u. un u.n. nato fbi cia nsa irs epa doj gop dnc rnc nra aclu naacp isis isil hamas hezbollah
america american americans russia russian russians china chinese mexico mexican mexicans iran iranian iranians iraq iraqi syria syrian
israel israeli ukraine ukrainian britain british england english scotland scottish ireland irish france french germany german germans japan
japanese korea korean canada canadian cuba cuban europe european africa african asia asian india indian pakistan afghanistan
turkey turkish egypt saudi libya lebanon jordan greece greek italy italian spain spanish brazil australia australian poland
republican republicans democrat democrats democratic congress senate house parliament washington moscow beijing london paris berlin tokyo
brussels kremlin pentagon twitter facebook google youtube instagram internet christmas easter thanksgiving christian christians
muslim muslims jewish jews catholic catholics islam islamic hispanic hispanics latino latinos black white gay god bible constitution
obamacare medicare medicaid wikileaks alabama alaska arizona arkansas california colorado connecticut delaware florida
hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming manhattan brooklyn hollywood
philadelphia chicago boston cleveland detroit atlanta dallas houston miami denver seattle phoenix tampa orlando charlotte pittsburgh
cincinnati columbus milwaukee baltimore medina`);

/** The gender that a noun states; null when it states none. */
export function genderOfNoun(noun: string): 'male' | 'female' | null {
  if (maleNouns.has(noun)) return 'male';
  return femaleNouns.has(noun) ? 'female' : null;
}

export type NounKind = 'person' | 'plural' | 'document' | 'body' | null;

const kinds = new Map<string, NounKind>();

/** What kind of speaker a head noun makes; null for one that makes none. */
export function kindOfNoun(noun: string): NounKind {
  const known = kinds.get(noun);
  if (known !== undefined) return known;
  const kind = readKind(noun);
  // The memory is for the usual words; a text of endless new ones must not fill it for good.
  if (kinds.size > 50_000) kinds.clear();
  kinds.set(noun, kind);
  return kind;
}

function readKind(noun: string): NounKind {
  if (personNouns.has(noun)) return 'person';
  if (pluralNouns.has(noun)) return 'plural';
  if (documentNouns.has(noun)) return 'document';
  if (bodyNouns.has(noun) || bodiesOfTwoWords.has(noun)) return 'body';
  if (noun.endsWith('s') && personNouns.has(noun.slice(0, -1))) return 'plural';
  if (/(?:man|woman|person|ist|ician|ologist|year-old)$/.test(noun)) return 'person';
  if (/(?:men|ists|ers)$/.test(noun)) return 'plural';
  return null;
}

const passingRoles =
  set(`spokesman spokeswoman spokesperson judge moderator host interviewer reporter correspondent prosecutor attorney lawyer counsel defendant
officer detective policeman sheriff deputy aide staffer assistant advisor adviser narrator caller witness source insider observer official
driver passenger pilot doctor nurse teacher student clerk waiter waitress
heckler protester demonstrator volunteer supporter voter resident neighbor neighbour friend colleague ally critic opponent rival
father mother dad mom mum son daughter brother sister husband wife uncle aunt cousin parent grandfather grandmother widow
expert analyst researcher scientist professor historian economist translator interpreter secretary clerk guard soldier worker owner
manager one victim survivor suspect gunman shooter reader viewer listener customer patient guest visitor`);

/**
 * Whether a noun names what somebody does in the scene ("the judge", "the spokesman") and not what the person one talks of is in
 * general ("the billionaire", "the Texan"). The former means somebody of that role or a stranger, never just whoever was named last.
 */
export function isPassingRole(noun: string): boolean {
  return passingRoles.has(noun);
}

/** The same person by another word: "congressman" for "representative", "commander in chief" for "president". */
export const roleSynonyms: Record<string, string> = {
  sen: 'senator',
  'sen.': 'senator',
  sens: 'senator',
  rep: 'congressman',
  'rep.': 'congressman',
  representative: 'congressman',
  congresswoman: 'congressman',
  gov: 'governor',
  'gov.': 'governor',
  adviser: 'advisor',
  spokeswoman: 'spokesman',
  spokesperson: 'spokesman',
  chairwoman: 'chairman',
  chair: 'chairman',
  businesswoman: 'businessman',
  tycoon: 'businessman',
  mogul: 'businessman',
  billionaire: 'businessman',
  magnate: 'businessman',
  dr: 'doctor',
  'dr.': 'doctor',
  prof: 'professor',
  'prof.': 'professor',
  'gen.': 'general',
  gen: 'general',
  contender: 'candidate',
  nominee: 'candidate',
  hopeful: 'candidate',
  'front-runner': 'candidate',
  frontrunner: 'candidate',
  'standard-bearer': 'candidate',
};
