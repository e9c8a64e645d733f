/** Spanish words by what they mean to the guard, without accents. `_` joins words, `*` stands for any ending. */
export const spanishWords: Record<string, string> = {
  title: 'senora senor senorita don dona sra sr srta',
  doctor: 'dr dra doctor doctora profesor profesora padre sor',
  staff: `enfermera enfermero enfermeras tecnica tecnico medico medica cirujano cirujana oncologo oncologa radiologo radiologa fisio fisioterapeuta matrona comadrona
    farmaceutico farmaceutica psicologo psicologa psiquiatra residente estudiante companera companero companeras colega auxiliar celador celadora secretaria jefa jefe tutor tutora
    anestesista nutricionista logopeda paramedico ambulanciero`,
  kin: `madre mama padre papa hijo hija marido mujer esposa esposo pareja hermano hermana abuela abuelo yaya yayo tia tio primo prima sobrina sobrino bebe nino nina
    suegra suegro gemelo gemela nieto nieta`,
  person: `paciente senora senor hombre mujer chico chica nino nina bebe ninito abuela abuelo abuelita abuelito joven muchacho muchacha chaval chavala cliente residente herido herida
    victima conductor conductora pasajero pasajera ciclista jubilado jubilada anciano anciana viejo vieja persona familia gemelos gemelas hermanos hermanas pareja madre padre tipo
    adolescente lactante recien_nacido crio cria usuario usuaria viuda viudo caso sujeto`,
  young: 'nino nina bebe adolescente lactante recien_nacido crio cria chaval prematuro prematura',
  pronoun: 'el ella le la su sus',
  tend: `atendi atendimos atendido escanee escaneamos trate tratamos tratado opere operamos operado vi vimos visto ingresamos ingresado intubamos intube cuide cuidamos
    acompane acompanamos console consolamos examine examinamos pinche trasladamos radiografie radiografiamos perdimos recibimos exploramos diagnosticamos diagnostique`,
  gone: `murio fallecio fallecido fallecida ingreso ingresada ingresado llora lloro lloraba grita gritando gritaba rechazo recayo huyo colapso cancelo falto vomito empeora empeoro
    agredio se_nego`,
  does: 'tiene tuvo ha habia esta estaba es era va vino viene vive empieza empezo acabo termino termina debe vuelve volvio espera lleva no se me nos hace',
  care: `paciente pacientes escaner tac resonancia rm radiografia placa ecografia mamografia biopsia resultado resultados analitica quimio quimioterapia radioterapia braquiterapia inmunoterapia protonterapia sesion
    sesiones infusion dialisis transfusion trasplante operacion cirugia tratamiento tratamientos cita consulta revision seguimiento rehabilitacion inyeccion insulina antibioticos corticoides receta
    medicacion sonda cura herida puntos yeso ingreso alta parto aborto sobredosis metastasis paliativos uci urgencias quirofano cancer tumor ictus infarto fractura demencia sepsis diabetes vih
    neumonia cicatriz piel rodilla cadera hombro protesis ostomia mastectomia prostata diagnostico planta habitacion depresion ansiedad anorexia esquizofrenia informe enfermedad`,
  illness: `cancer leucemia linfoma mieloma melanoma sarcoma glioma tumor metastasis ictus demencia alzheimer* parkinson* epilepsia diabetes vih sida hepatitis tuberculosis pancreatitis
    cirrosis epoc asma neumonia sepsis esquizofrenia psicosis bipolar anorexia bulimia depresion suicidio suicida sobredosis aborto esclerosis_multiple ela fibrosis_quistica drepanocitosis
    neuroblastoma sifilis gonorrea herpes adiccion fractura infarto mastectomia amputacion amputado amputada ostomia trasplante abuso violacion meningitis lupus quemaduras aneurisma embolia protesis
    alcoholico alcoholica desintoxicacion pelvis_abierta autista extendido_al`,
  rare: `situs_inversus progeria huntington* siamesas siameses cuatrillizos trillizos enfermedad_rara lepra peste rabia tetanos ebola porfiria acromegalia enanismo pelvis_abierta fascitis_necrotizante
    creutzfeldt* trisomia_13 trisomia_18 xxx cornada`,
  object:
    'moneda monedas llave llaves anillo tenedor cuchara cuchillo bombilla botella pila pilas iman imanes canica aguja clavo cepillo movil juguete cuchilla anzuelo boligrafo tornillo vela',
  orifice:
    'esofago recto ano nariz oido estomago vagina vejiga garganta bronquio ojo craneo torax cabeza',
  happening: `accidente_de_trafico incendio explosion ahogamiento avalancha colision choque tiroteo apunalamiento agresion parapente paracaidas rayo electrocucion motosierra tractor asesinato atentado
    apunalado apunalada ahogado ahogada atropello atropellado atropellada aplastado aplastada electrocutado embestida cornada`,
  job: `cura sacerdote monja monje iman rabino obispo juez jueza alcalde alcaldesa concejal concejala diputado senador ministro maestro maestra director_de_colegio profesor profesora cartero cartera policia
    guardia_civil bombero bombera soldado marinero piloto pescador agricultor ganadero pastor carnicero carnicera panadero panadera frutera frutero pescadera quiosquero camarero camarera taxista peluquera peluquero farero torero jinete jockey futbolista boxeador nadador bailarin
    bailarina bailaora actor actriz cantante musico comico payaso periodista novelista poeta pintor influencer politico abogado abogada notario astronauta minero camionero albanil preso arbitro
    alpinista veterano`,
  origin: `eritreo somali sirio siria afgano afgana polaco polaca rumano rumana ucraniano ucraniana nigeriano maliense senegales senegalesa marroqui argelino tunecino turco kurdo chino china vietnamita
    portugues gitano gitana testigo_de_jehova judio judia musulman musulmana refugiado refugiada iraqui irani etiope congoleno haitiano boliviano boliviana ecuatoriano peruano colombiano hondurena guatemalteco`,
  day: 'lunes martes miercoles jueves viernes sabado domingo navidad nochebuena nochevieja',
  month: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  part: 'manana tarde noche mediodia madrugada',
  bed: 'cama habitacion box sillon sala plaza camilla',
  setting:
    'urgencias uci quirofano planta clinica hospital unidad consulta maternidad residencia ambulancia servicio sala_de_espera paritorio dialisis centro',
  building: `hospital clinica clinico centro instituto residencia calle avenida plaza rotonda colegio escuela instituto iglesia pueblo estacion puente playa supermercado aeropuerto puerto granja fabrica
    carcel cuartel mercadona carrefour universidad maternidad san santa`,
  region: `espana europa francia america mexico argentina chile colombia peru africa asia andalucia cataluna galicia alemania italia portugal inglaterra internet facebook twitter mastodon zoom lancet nature dios
    navidad covid ingles frances`,
  city: 'madrid barcelona valencia sevilla zaragoza malaga murcia palma bilbao alicante cordoba valladolid vigo granada bogota lima quito santiago',
  country:
    'eritrea somalia siria afganistan polonia rumania ucrania nigeria mali senegal marruecos argelia turquia china vietnam irak iran etiopia congo haiti honduras guatemala',
  talk: 'articulo articulos estudio estudios conferencia congreso curso tesis libro charla podcast webinario editorial poster encuesta presentacion blog ponencia',
  happens:
    'club congreso webinario conferencia inscripcion inscribete curso taller puesto concierto fiesta vacaciones maraton esperamos',
  view: 'foto fotos imagen imagenes selfi selfie video placa radiografia',
  screen: 'pantalla lista pizarra pulsera consola agenda',
  small: 'dos tres cuatro cinco seis siete ocho nueve diez once doce',
  body: 'rodilla cadera hombro espalda herida cicatriz vendaje piel yeso brazo pierna pie tobillo muneca ojo diente pecho protesis',
};
