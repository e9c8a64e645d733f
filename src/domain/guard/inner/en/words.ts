/** English words by what they mean to the guard. `_` joins words of several, `*` stands for any ending. */
export const englishWords: Record<string, string> = {
  title: 'mr mrs ms miss mx master madam',
  doctor: 'dr prof professor sister matron nurse doctor reverend',
  staff: `clinician clinicians hcp fellow fellows bleep_holder radiology_assistant cleaner domestic theatre_staff scrub_nurse charge_nurse practitioner acp anp cns pa nurse nurses radiographer radiographers radiotherapist therapist therapists physio physiotherapist sonographer mammographer
    doctor doctors consultant registrar reg surgeon oncologist radiologist anaesthetist anesthesiologist gp midwife paramedic pharmacist
    porter porters hca receptionist secretary psychologist psychiatrist counsellor dietitian chaplain dosimetrist physicist technician tech
    student mentor colleague colleagues boss manager tutor lecturer trainee intern resident houseman volunteer optician optometrist
    dentist hygienist ot slt salt carer ward_sister sonologist technologist technologists rtt rtts rad radiog team_lead`,
  kin: `mum mom mam mummy mommy mother dad daddy father son daughter wife husband partner brother sister gran grandma granny nan nana
    grandad grandpa grandmother grandfather grandson granddaughter aunt auntie uncle cousin niece nephew fiance fiancee boyfriend girlfriend
    stepson stepdaughter stepdad stepmum twin baby child kid boy girl foster_child foster_son foster_daughter parents
    mother_in_law father_in_law brother_in_law sister_in_law best_friend hubby missus little_one toddler dh dw dd ds in_laws`,
  own: 'my our',
  person: `prisoner inmate aunty bride_to_be prisoner_with someone youngster lassie bairns dude gran granddad granny grandpa pop nana sis bub bubba tot tots tiddler wean mate colleague_s pensioners mums newlywed ladies couples tweens tween preteen student_with prisoner inmate refugee amputee patient_of centenarian punters gal geezer oldie oldies mum_of dad_of wife_of husband_of teen_mum first_time_mum new_mum someone_s patient pt lady gentleman gent man woman lad lass bloke guy chap fella girl boy baby babe child kid toddler teenager teen infant
    newborn neonate client mother mum mom mam father dad granny grandad couple resident inpatient outpatient punter casualty
    victim driver passenger cyclist rider pensioner lass pt's youngster schoolboy schoolgirl survivor widow widower bride groom dude
    fellow soul dear service_user family twins siblings brothers sisters triplets person individual px mama auntie uncle kiddo
    hoarder addict alcoholic drunk jumper faller quadruplets quads quintuplets newlyweds stranger teenagers young_man young_woman little_one old_lady old_man old_boy bairn wee_one preemie premmie prem`,
  people: `patients people women men children kids parents families clients users folks everyone everybody anyone anybody
    somebody someone those many most some babies adults carers pts teenagers`,
  young: `baby babe child kid toddler teenager teen infant newborn neonate schoolboy schoolgirl girl boy bairn preemie premmie kiddo
    youngster`,
  adjective: `little wee old elderly young lovely sweet dear poor brave frightened scared anxious confused nice amazing new first last next oldest
    youngest regular favourite favorite only tiny big frail pregnant deaf blind autistic homeless local same other tough funny gorgeous
    wonderful late own middle aged retired famous dying sick unwell single very absolute proper particular certain
    difficult complex angry rude drunk violent aggressive agitated demanding crazy mad interesting unusual unlucky lucky`,
  pronoun: 'he she him her his hers herself himself',
  tend: `thrombolysed resuscitated defibbed shocked tubed bagged lined stitched sutured casted plastered splinted reduced imaged ultrasounded mammogrammed zapped radiated palpated percussed clerked admitted treating nursing fed changed turned hoisted moved collected conveyed picked_up took_in dropped_off drove transported stabilised stabilized cared_for looking_after lost caring_for working_with worked_with scanned treated nursed xrayed rayed x_rayed cannulated met discharged admitted intubated consented imaged examined assessed counselled
    dispensed wheeled pushed comforted console consoled sedated transferred reviewed referred diagnosed delivered saw seeing seen treating
    scanning nursing looked_after caring_for cared_for prayed_with sat_with helped bled bathed washed fed extubated resuscitated
    catheterised catheterized dressed vaccinated immunised lost told irradiated planned mobilised ventilated operated_on
    photographed interviewed catheterise proned transfused triaged clerked swabbed biopsied scrubbed_for anaesthetised anaesthetized`,
  gone: `crashed tanked flatlined recovered rallied declined extubated transferred offloaded proposed apologised thanked hugged cried cries sobbed laughed died passed refused declined missed relapsed collapsed arrested deteriorated coded survived screamed screaming crying shouting
    kicked kicking no_showing no_showed dna dnaed dna'd rang ringing attended overdosed bled bleeding deteriorating dying palliated
    discharged admitted sectioned intubated miscarried progressed wandered absconded vomited fainted
    self_discharged passed_away went_home going_home is_home came_in came_back is_back back_in back_for struggling
    diagnosed fell seizing fitted fitting moaning yelling`,
  does: `had has have was is s got gets needs needed started starts starting finished finishes finally came comes coming went going goes keeps
    hums waits waiting lives can lost walked made woke turned stopped did does will just never arrived returned booked
    wants wanted asked said told cancels cancelled came_to due having getting did_not didn t dances sings`,
  care: `cubicle gcs cpr defib nostril spleen ruptured transferred pulled_out interpret interpreter wake_up midazolam sedation bleep handover triage obs vitals bp sats breathing bleeding hearing_aids grafts graft drain drains tube potassium analgesia rounds_on list our_list list_again on_our_list tonsils tonsillectomy adenoids grommets teeth root_canal filling extraction braces hearing eyesight spine shoulder elbow wrist surgery_for bowel bladder womb ovary ovaries testicle testicles tvus hsg bmt stem_cell car_t botox filler fillers hair_transplant implant implants rhinoplasty tummy_tuck bariatric gastric_sleeve gastric_band sleep_study spirometry peak_flow holter stress_test ablation stent stents angioplasty cabg valve tavi thrombolysis door_to_needle lumbar_puncture nerve_block joint_injection arthroscopy acl hip_replacement knee_replacement new_knee new_knees new_hip barium_swallow swallow_test videofluoroscopy feeding_tube ng_tube cpap bipap oxygen nebuliser inhaler warfarin chemo_chair hospice_care respite carers_visit sectioning cto mha crisis_team iapt cbt emdr therapy_session swab swabs sti_clinic sexual_health termination iud coil antenatal postnatal booking_scan anomaly_scan nuchal gtt induction induced forceps ventouse waters_broke contractions dilated kub report reports mri_report blood_test blood_tests thyroid biopsied tests test discharge_letter ambulance_ride in_hospital in_the_hospital goes_in going_in went_in off_the_ventilator scan scans scanned scanning xray xrays x_ray x_rays ct mri pet cxr ultrasound mammogram mammograms dexa fluoroscopy barium angiogram echo
    ecg eeg endoscopy colonoscopy colposcopy gastroscopy cystoscopy smear biopsy biopsies bloods results result histology bypass pacemaker
    chemo chemotherapy radiotherapy radiation immunotherapy brachytherapy brachy proton_therapy protons fractions fraction infusion infusions
    dialysis transfusion transplant surgery operation op procedure treatment treatments appointment appointments appt referral consultation
    clinic follow_up followup check_up checkup review therapy physio counselling session sessions rehab injection injections insulin
    methadone antibiotics steroids prescription meds medication catheter cannula dressing wound stitches sutures plaster cast
    admission admitted discharge discharged labour labor birth miscarriage overdose relapse metastases mets palliative hospice icu itu nicu picu hdu
    stroke cancer tumour tumor lump seizure seizures fracture fractured dementia psychosis sectioned ect sepsis cardiac_arrest heart_attack mi copd
    diabetes diabetic hiv hepatitis pneumonia pneumothorax covid ivf scar skin_reaction pain knee hip
    stoma amputation mastectomy lumpectomy hysterectomy vasectomy prostate bowel_op colostomy tracheostomy trachy peg line picc port
    ventilator ventilated linac mask planning worklist diagnosis prognosis ward theatre surgery gynae labour_ward
    delivery depression anxiety anorexia schizophrenia bipolar nerves panic_attack self_harm detox alcohol rituximab vincristine cisplatin
    hemo haemo hd epidural section csection c_section scanner vaccine vaccination jab psma amh hb eating_disorder suicide suicidal
    adhd autism transition terminal end_of_life eol dnacpr resus bed_sore pressure_sore ulcer amputated craniospinal hernia
    gallbladder gallstones appendix appendicitis kidney_stone kidney_stones cataract cataracts hearing_aid iv drip xr ot mdt aki dka ards cva tia pe dvt uti`,
  illness: `has_weeks weeks_to lost_their_twins lost_their_baby ruptured stab stab_wound gunshot gsw bullet_wound lost_the_baby lost_her_baby lost_a_baby lost_the_twins miscarried dead_baby lost_his_leg lost_her_leg viagra std cocaine crack overdoses tremor skin_grafts new_heart heart_transplant kidney_transplant liver_transplant called_for_a_kidney on_a_ventilator life_support brain_dead brain_death organ_donor lewy_body frontotemporal vascular aphasia aphasic paralysed paralyzed paraplegic quadriplegic tetraplegic spinal_injury head_injury brain_injury tbi concussion coma vegetative hypsarrhythmia west_syndrome infantile_spasms cerebral_palsy spina_bifida down_s_syndrome nonverbal non_verbal autistic adhd ocd ptsd self_harmed overdosed hanged ligature cutting anorexic bulimic psychosis alcoholic cirrhotic jaundiced septic meningococcal measles whooping_cough mumps tb leprosy scurvy syphilitic infertile infertility endometriosis fibroids prolapse incontinent impotent erectile vaginismus trans pancreas ovarian_cyst testicular cervical bowel_cancer breast_cancer lung_cancer stage_iv stage_four stage_4 metastatic inoperable weeks_to_live months_to_live got_weeks got_months weeks_left months_left in_her_brain in_his_brain to_her_liver in_his_liver in_her_liver in_her_bones in_his_bones mesothelioma silicosis asbestosis pneumoconiosis lungs_are failing heart_failure transplant_list cancer leukaemia leukemia lymphoma myeloma melanoma sarcoma glioma glioblastoma carcinoma tumour tumor mets metastases stroke dementia
    alzheimer* parkinson* epilepsy epileptic diabetes hiv aids hepatitis tb tuberculosis pancreatitis cirrhosis copd asthma pneumonia sepsis
    schizophrenia psychosis bipolar anorexia bulimia depression suicidal overdose miscarriage stillbirth stillborn ms mnd als motor_neurone_disease
    cystic_fibrosis sickle sickle_cell neuroblastoma medulloblastoma retinoblastoma preeclampsia eclampsia ectopic gonorrhoea gonorrhea syphilis
    chlamydia herpes addiction alcoholic withdrawal self_harm fracture fractured seizure seizures heart_attack cardiac_arrest mastectomy
    amputation amputated stoma colostomy transplant abuse rape assault neglect psychotic manic mania delirium meningitis lupus crohn*
    burns burnt gangrene necrotising fournier* aneurysm dissection embolism pe dvt dka spread_to came_back cancer_is_back liver_failure
    kidney_failure renal_failure end_stage terminal palliative hospice termination abortion ivf impotence incontinence piles haemorrhoids
    scabies lice rabies malaria typhoid dengue jaundice pancreatic ovarian prostate relapse brain_bleed sah subdural haemorrhage
    hodgkin* sectioned detox heroin methadone biopsy implant implants legs_off pregnant vasectomy std sti colostomy prosthesis autistic
    eating_disorder in_labour c_section open_pelvis jehovah*`,
  rare: `ectopia situs acardiac cyclopia anencephaly holoprosencephaly craniosynostosis vanishing_twin twin_to_twin mono_mono pompe_disease ehlers_danlos hereditary_angioedema kluver hsp_rare narcolepsy cataplexy moebius poland_syndrome vacterl charge_syndrome bladder_exstrophy omphalocele omphalopagus pygopagus leukodystrophy mitochondrial_disease niemann_pick hurler_syndrome sanfilippo hunter_syndrome scleroderma_renal stiff_man morgellons koro windigo situs_inversus dextrocardia progeria huntington* xxx xxy xyy klinefelter* turner_syndrome anencephal* conjoined siamese quadruplets quads
    quintuplets triplets sextuplets horseshoe_kidney maple_syrup metabolic_disorder duchenne rett_syndrome locked_in_syndrome
    stiff_person creutzfeldt* cjd rabies ebola lassa leprosy plague anthrax botulism tetanus diphtheria necrotising_fasciitis necrotizing_fasciitis flesh_eating
    phaeochromocytoma pheochromocytoma porphyria wilson_s_disease pompe gaucher fabry osteogenesis_imperfecta brittle_bone epidermolysis harlequin
    proteus_syndrome ehlers_danlos_vascular marfan_dissection alkaptonuria ondine sirenomelia ectopia_cordis gastroschisis
    teratoma fetus_in_fetu lithopedion bezoar trichobezoar munchausen* capgras cotard* foreign_accent alien_hand kluver_bucy fatal_familial
    cornual abdominal_pregnancy molar_pregnancy open_pelvis hemipelvectomy internal_decapitation face_transplant hand_transplant trisomy_13 trisomy_18
    edwards_syndrome patau angelman prader_willi cri_du_chat williams_syndrome kabuki noonan digeorge fragile_x batten* tay_sachs krabbe
    moyamoya takayasu* behcet* kawasaki* goodpasture* guillain_barre narcolepsy_type xeroderma acromegaly gigantism dwarfism achondroplasia
    hermaphrodite intersex swyer ambiguous_genitalia congenital_insensitivity aspergilloma hydatid neurocysticercosis maggots
    tertiary_syphilis malignant_hyperthermia stevens_johnson toxic_epidermal thanatophoric craniopagus breech_twins platelets
    47 parasitic_twin same_rare_gene rare_gene no_platelets craniospinal bilateral_amputation quadruple_amputee`,
  object: `bullet shrapnel arrow crossbow harpoon fish_hook fishhook pencil crayon tweezers earring dice chess_piece button_battery water_beads doll thermometer torch mobile airpod pound_coin five_pence coin coins key keys ring fork spoon knife lightbulb bulb bottle battery batteries magnet magnets bead marble needle nail toothbrush phone
    vibrator cucumber carrot cone candle toy lego screwdriver pen razor blade snake dentures hook screw bolt glass jar can egg peanut
    glow_stick deodorant remote potato drill grenade shell`,
  orifice: `oesophagus esophagus rectum bottom anus nose nostril ear ears stomach vagina bladder urethra throat airway bronchus bum eye skull chest head
    back_passage lung windpipe gullet penis foreskin groin neck heart`,
  injury: `crushed impaled electrocuted decapitated drowned drowning trampled gored mauled stabbed shot scalded degloved trapped buried struck poisoned
    strangled hanged lynched ejected scalped burned burnt`,
  happening: `drink_driver drunk_driver plane_crash helicopter_crash car_crash bike_crash horse_riding_accident boating_accident fell_from sledging sledding skiing snowboarding surfing surf_accident kayak canoe dinghy capsized capsize boating jetski_crash abseil climbing_accident motocross go_kart gokart quadbike tram derailed derailment stampede crush_at firework fireworks bonfire wood_chipper woodchipper lawnmower nail_gun circular_saw band_saw bandsaw grinder trench_collapse mine_collapse fell_overboard bull crocodile croc bear_attack wolf dingo kangaroo moose elk snakebitten stonefish box_jellyfish bushfire wildfire cyclone tornado hurricane earthquake bombing bomb shot_at kidnapped rtc rta mva crash collision pile_up house_fire explosion stabbing shooting drowning gas_leak avalanche landslide shark dog_bite snake_bite
    snakebite jellyfish lightning electrocution hit_and_run train_crash coach_crash plane_crash paraglid* parachut* skydiv* bungee
    quad_bike jet_ski jetski baler combine_harvester forklift chainsaw crane scaffolding air_ambulance crush_injury industrial_accident
    stage_fall pedestrian_v poly_trauma polytrauma farm_accident building_collapse floods riot murder homicide
    machete arson acid_attack propeller`,
  job: `bishop archbishop archdeacon deacon mla mep mla mpp msp td taoiseach chancellor provost heroine hero_actor filmstar film_star movie_star rapper choir_director bandleader conductor headmaster deputy_head caretaker janitor attendant parking_attendant car_park_attendant bouncer doorman locksmith ex_boxer hurler camogie quarterback sprinter paralympian olympic_medallist medallist marathon_runner mountaineer chef_from sommelier brewer distiller cheesemaker potter weaver tailor tattooist tattoo_artist beautician florist vet vet_nurse dentist optician apprentice carpenter joiner welder crane_driver trawler_skipper oysterman whaler lobsterman lighthouse harbourmaster coastguard bin_man binman milkman window_cleaner chimney_sweep bookie tv_chef game_show_host tv_star soap_star reality_star love_islander bake_off influencer_with youtuber_with tiktok_star bollywood politician_from premier governor congressman congresswoman alderman sheriff marshal chief fire_chief police_chief headman elder_of imam_of cantor rabbi_of choirboy altar_boy scoutmaster guide_leader playgroup_leader lollipop_man vicar priest nun monk imam rabbi bishop judge magistrate mayor mayoress councillor mp senator minister teacher headteacher headmaster
    headmistress principal school_head primary_school_head lollipop_lady postman postmistress postmaster postwoman policeman policewoman police_officer police_sergeant
    sergeant colonel firefighter fireman soldier sailor pilot fisherman farmer shepherd butcher baker blacksmith barber hairdresser publican
    landlord landlady lighthouse_keeper jockey footballer rugby_player cricketer boxer wrestler olympian rower swimmer athlete gymnast golfer surfer
    cyclist_pro dancer ballerina actor actress singer drummer guitarist bassist musician comedian clown magician newsreader presenter weatherman
    weather_presenter journalist novelist author poet artist sculptor influencer youtuber tiktoker model celebrity celeb rockstar rock_star
    politician diplomat ambassador lawyer barrister solicitor professor scientist astronaut engineer miner lorry_driver bus_driver train_driver
    taxi_driver trucker builder roofer scaffolder plumber electrician undertaker gravedigger zookeeper beekeeper gamekeeper warden prisoner
    prison_officer traveller climber mountaineer rider racing_driver coach referee umpire goalkeeper striker captain skipper trawlerman
    librarian organist choirmaster chef cook waiter waitress barman barmaid shopkeeper dj cobbler thatcher stuntman wrestler lifeguard
    head_teacher maths_teacher nursery_teacher crossing_guard sheriff deputy marine veteran war_veteran pow holocaust_survivor astronomer
    strictly_contestant coronation_street_actor tv_presenter radio_host premiership premier_league football_player cop quarterback pitcher linebacker`,
  origin: `greek italian french german spanish irish scottish welsh english american australian canadian indian dutch swedish norwegian danish finnish swiss austrian belgian egyptian libyan lebanese jordanian palestinian israeli saudi yemeni moroccan algerian tunisian senegalese malian ivorian gambian sierra_leonean liberian angolan zambian tanzanian ugandan punjabi gujarati bengali tibetan_monk sri_lankan burmese rohingya hmong cambodian laotian indonesian malaysian singaporean fijian hawaiian chilean argentinian venezuelan ecuadorian nicaraguan salvadoran panamanian dominican trinidadian bajan first_nations metis lakota anishinaabe torres_strait eritrean somali syrian afghan polish romanian bulgarian lithuanian latvian ukrainian russian nigerian ghanaian kenyan ethiopian sudanese iraqi
    iranian kurdish turkish pakistani bangladeshi tamil nepali nepalese chinese korean vietnamese filipino filipina thai japanese mongolian
    tibetan samoan tongan maori aboriginal inuit cree mi'kmaq navajo cherokee amish mennonite hutterite mormon jehovah_s_witness hasidic
    orthodox_jewish jewish muslim sikh hindu buddhist coptic roma gypsy traveller_community romany icelandic faroese finnish maltese cypriot
    brazilian colombian peruvian bolivian haitian jamaican cuban guatemalan honduran tigrinya amharic dari pashto refugee asylum_seeker
    portuguese hungarian slovak czech albanian kosovan congolese rwandan burundian zimbabwean malawian gurkha albino mexican`,
  day: 'hogmanay good_friday canada_day anzac_day australia_day bonfire_night paddy_s_day st_patrick_s_day ramadan_eve mother_s_day father_s_day halloween_night labor_day memorial_day holi durga_puja monday tuesday wednesday thursday friday saturday sunday mon tues tue wed weds thurs thu thur fri sat sun xmas christmas easter boxing_day new_year diwali eid thanksgiving halloween',
  month:
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec',
  part: 'morning afternoon evening night lunchtime arvo am pm weekend shift noon midday tea_time teatime dawn',
  week: 'week weekend fortnight',
  bed: 'bed bay cubicle cubical room side_room chair couch trolley slot table cot pod sideroom rm incubator private_room bedspace bed_space recliner',
  setting: `waiting_area chair_clinic outpatients opd ipd casualty_dept pacu cath_lab endo_suite daycase day_case ltc aged_care rehab_unit psych_ward psych_unit forensic_unit secure_unit refuge shelter crisis_house a_e_corridor corridor hospital_car_park resus ed er a_and_e a_e icu itu nicu picu hdu ccu scbu theatre theatres ward clinic department dept unit hospital surgery practice hospice
    labour_ward delivery_suite casualty mau amu sau acute_medical recovery endoscopy radiology waiting_room car_park suite
    burns_unit stroke_unit day_unit fracture_clinic major_trauma trauma_bay camhs pharmacy ambulance camhs_unit nursing_home care_home
    centre control_room scanner list`,
  building: `strangeways choir church_hall baptist chippy chip_shop pub bakery butchers salon barbers cafe gym mosque station garage garage_on scout_hut village_hall town_hall lighthouse castle abbey cathedral monastery site reservation reserve res hwy hospital infirmary general ward unit clinic centre center hospice road street lane avenue roundabout primary school academy college
    church mosque temple convent village surgery practice house lodge court station bridge beach pub club supermarket airport docks harbour
    stadium racecourse prison barracks farm mill factory park bypass junction motorway canal pier quay university infants juniors secondary
    royal tesco asda lidl aldi sainsbury* morrisons greggs nandos wetherspoons care_home high_street suite memorial medical`,
  region: `uk britain england scotland wales ireland europe america usa us canada australia zealand africa asia india pakistan nigeria germany france spain
    italy portugal poland greece turkey china japan brazil mexico kenya ghana york_times nhs ontario alberta quebec manitoba saskatchewan
    queensland victoria_state california texas florida north south east west northern southern midlands yorkshire_region crete
    netherlands belgium sweden norway denmark finland iceland switzerland austria russia ukraine israel egypt earth god christ heaven jesus hell
    english french german spanish welsh irish scottish urdu hindi arabic bengali punjabi latin greek polish mandarin
    facebook twitter instagram mastodon tiktok youtube netflix bbc zoom teams google powerpoint excel word whatsapp photoshop chatgpt ai
    lancet bmj jama nejm nature radiography bjr covid strictly ukio estro astro rsna ecr asrt crohn alzheimer parkinson abba motown spotify amazon ramadan eid christmas easter`,
  city: `london leeds manchester birmingham liverpool sheffield bristol newcastle nottingham leicester cardiff swansea belfast edinburgh glasgow aberdeen
    dundee inverness dublin cork galway exeter plymouth norwich cambridge oxford york hull bolton derby coventry preston toronto
    vancouver montreal ottawa calgary edmonton winnipeg halifax sydney melbourne brisbane perth adelaide hobart darwin auckland wellington
    christchurch boston chicago houston seattle denver atlanta dallas philadelphia mumbai delhi bangalore bengaluru chennai hyderabad kolkata pune kochi
    lahore karachi lagos nairobi accra johannesburg capetown singapore`,
  talk: `paper papers talk talks study studies poster lecture lectures article articles blog podcast webinar conference congress keynote chapter guideline
    guidelines editorial abstract slides presentation workshop phd thesis dissertation book survey tweetchat journal masterclass seminar symposium
    medradjclub audit hashtag`,
  happens: `join chat club webinar conference congress workshop course study_day register registration tickets deadline closing_date vacancy vacancies
    recruiting hiring interview interviews panel seminar symposium lecture launch opens opening closing_date drinks rsvp symposia agenda
    quiz marathon concert play party holiday holidays annual_leave choir rehearsal open_day service teaching session_for birthday_party`,
  view: `photo photos pic pics picture pictures snap selfie selfies image images video clip screenshot photograph snapshot film films xray x_ray cxr
    ct mri scan scans fracture radiograph ultrasound us_image`,
  screen:
    'worklist whiteboard screen monitor wristband wristbands console control_room notes request_forms names_board patient_list board list_behind names_on desk theatre_list handover_sheet',
  count:
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth nth umpteenth 2nd 3rd 4th 5th 6th',
  small:
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ninety: 'ninety hundred',
  birthword: 'dob born birthdate date_of_birth',
  oclock: 'o_clock oclock pm am',
  am: 'am pm hrs hours oclock o_clock h',
  kicks:
    'screaming shouting kicking kicks screams shouts refuses refusing arrested died wants needs vomiting crying cries told asked keeps pulled climbed wandering naked swearing biting spitting throwing thinks sings singing snores proposing',
  recent:
    'shift handover arvo lunch breakfast dinner christmas monday tuesday wednesday thursday friday saturday sunday today tonight yesterday tomorrow week weekend morning afternoon evening night lunchtime',
  clinic:
    'clinic appointment scan treatment review follow_up surgery session ward chemo radiotherapy physio',
  body: 'foot finger toe thumb nose throat tummy belly bum bladder kidney kidneys mouth teeth tongue jaw chin cheek milk baby bub mum dad little_one knee hip shoulder back wound scar dressing skin cast plaster arm leg foot ankle wrist eye ear tooth stitches stoma bump baby heart lungs liver breast neck hand head chest',
  good: 'fine clear normal ok okay well great good healing better worse negative benign positive back up down nicely',
  consent: 'consent form forms',
  vehicle:
    'motorbike bike bicycle horse pony quad scooter motorcycle tractor moped skateboard trampoline ladder roof cliff balcony bridge window scaffold tree stage train bus swing combine pier platform boat',
  heights: 'roof cliff balcony bridge window tree ladder church stage crane',
  yearish: 'bc ad',
  syndrome:
    'syndrome syndromes anaemia mutation deletion translocation chromosome variant dystrophy',
  endish: 'and years year yrs bless today',
  country: `eritrea somalia syria afghanistan poland romania ukraine nigeria ghana kenya ethiopia sudan iraq iran turkey pakistan bangladesh nepal china korea vietnam
    philippines thailand japan mongolia tibet samoa tonga fiji brazil colombia haiti jamaica cuba zimbabwe congo albania kosovo portugal latvia lithuania iceland malta`,
  name_less: 'example',
  made: 'invented wrote founded composed discovered presented scored designed directed won starred sang played invents writes plays wrestles wrestled broke',
  group:
    'choir church mosque temple team band club pub gym pta wi school street village road town estate parish allotment allotments bowls bingo football rugby cricket playgroup',
  office: `mayor mayoress bishop archbishop vicar priest rector mp mla mep msp td senator governor councillor head_teacher headteacher headmaster headmistress school_head
    primary_school_head postmistress postmaster judge sheriff police_chief fire_chief imam rabbi choir_director lighthouse_keeper weather_presenter premier chancellor congressman congresswoman organist harbourmaster
    lollipop_lady lollipop_man crossing_guard landlady landlord butcher baker coach_of captain`,
  opening: 'hi hello dear hey hiya morning thanks',
};
