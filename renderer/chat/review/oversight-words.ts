/**
 * Words by which a medical or legal topic is known, in English, German, French, Spanish, Italian, Dutch and Portuguese,
 * without accents. A star stands for any ending. A strong word is one of the topic alone; a weak one means other things too,
 * so that several are needed.
 */
export interface TopicWords {
  readonly strong: readonly string[]
  readonly weak: readonly string[]
  /** Strong ones of several words. */
  readonly phrases: readonly string[]
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const phrases = (text: string): readonly string[] => text.split(',').map((phrase) => phrase.replace(/\s+/g, ' ').trim())

export const medicalWords: TopicWords = {
  strong: words(`
    ibuprofen* ibuprofene* paracetamol* acetaminophen* aspirin* antibiotic* antibiotika antibiotique* penicillin* amoxicillin*
    insulin* metformin* warfarin* cortison* morphin* opioid* statins antidepress* chemotherap* chimiotherap* quimioterap*
    vaccin* impfung* vacuna* cancer* krebs* tumor* tumeur* melanom* diabet* asthma* asthme* epilep* migraine* migrane*
    pneumoni* hypertens* bluthochdruck* schlaganfall* herzinfarkt* alzheimer* parkinson* leukemi* leukaemi* arthrit*
    overdos* uberdosis* surdosage* contraindicat* kontraindik* nebenwirkung* rezeptpflichtig* arzneimittel* medikament*
    medicament* medicijn* farmaco* dosag* dosierung* posolog* biopsy biopsie* biopsia* pregnan* schwanger* enceinte*
    embaraza* miscarriage* suicid* selbstmord* suizid*`),
  weak: words(`
    doctor* physician* nurse* surgeon* surger* patient* symptom* diagnos* therap* treatment* treated prescri* medicine*
    medication* drug* dose* pill pills tablet tablets clinic clinics hospital* disease* illness* infection* fever* pain pains
    headache* toothache* nausea* vomit* diarrh* cough* dizz* insomnia* kopfschmerz* ubelkeit* husten*
    painful painkiller* ache aches aching hurt hurts rash stroke* bleed* blood swollen swelling allerg* injur* chronic acute
    health* medical* pharmac* physiotherap* psychiatr* depress*
    arzt* aerzt* krankenhaus* krankheit* schmerz* fieber* behandlung* dosis* tablette* blut blutung* entzund* rezept
    medecin* maladie* douleur* fievre* traitement* ordonnance* hopital* comprime*
    medico* enfermedad* dolor* fiebre* receta* tratamiento* sangre sintoma*
    dottor* malatt* dolore* febbre* ospedale* ziekenhuis* ziekte* pijn* koorts* doenca* febre* remedio*`),
  phrases: phrases(`
    chest pain, heart attack, blood pressure, side effect, blood test, high fever, mg/kg, suicidal thoughts,
    effets secondaires, tension arterielle, efectos secundarios, presion arterial, effetti collaterali,
    pressione sanguigna, efeitos colaterais`),
}

export const legalWords: TopicWords = {
  strong: words(`
    lawsuit* plaintiff* defendant* litigat* evict* alimony probate subpoena* felony misdemeanor* misdemeanour* indict*
    landlord* tenanc* vermieter* verhuurder*
    prosecutor* attorney* solicitor* barrister* lawyer* statute* jurisdiction* arbitrat* injunction* indemnif*
    anwalt* anwalte rechtsanwalt* beklagte* kundigungsfrist* kundigungsschutz* mietrecht* arbeitsrecht* strafrecht*
    unterhaltspflicht* sorgerecht* schadensersatz* verjahr* avocat* plaignant* prudhom* prudhommes licenciement*
    abogad* demandante* desahucio* indemnizacion* avvocat* querela* risarciment* sfratto* advocaat* dagvaard* advogad*
    despejo*`),
  weak: words(`
    court courts judge* judgment* judgement* trial* contract* clause* liabilit* liable damages sue sued suing legal* illegal*
    lawful* unlawful* tenant* lease leases notice inherit* testament* divorce* custody copyright* trademark*
    patent* employ* dismiss* terminat* negligen* breach* settlement* appeal* evidence witness* penalt* compensat* visa
    immigra* asylum rights
    gericht* richter* vertrag* klausel* haftung* haftet klage* klager* kundig* gekundigt* mieter* erbschaft*
    scheidung* gesetz* anspruch* frist* abmahn* urteil*
    contrat* juge juges tribunal* loi lois locataire* bailleur* heritage* preavis* juez contrato* ley leyes inquilin* casero*
    herencia* divorcio* derecho* giudice* contratto* legge leggi eredita* divorzio* rechter* huurder* erfenis*
    juiz* heranca*`),
  phrases: phrases(`
    power of attorney, statute of limitations, small claims, notice period, unfair dismissal, breach of contract,
    child support, restraining order, right of withdrawal, fristlose kundigung, fristlos kundigen, code du travail,
    code civil, mise en demeure, despido improcedente, codigo civil, contratto di locazione, codice civile`),
}

/** A made-up text has doctors and courts in it, too. */
export const fictionWords: readonly string[] = words(`
  story stories poem* novel* fiction* joke* screenplay* character* limerick* geschichte* gedicht* witz* histoire* poeme* blague*
  cuento* poema* novela* chiste* racconto* poesia* barzelletta* verhaal* conto contos piada*`)
