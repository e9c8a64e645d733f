/** Written by `npm run guard:learn`: the bias, then each cue that tells something (see cues.ts), in hundredths. */
export const learnt = {
  atWork: `
-98 |-17 #|-10 # am|-52 # anos|-22 # hours|-14 # the|40 @|3 ^ anyone|-1 ^ in|78 ^ le|-35 ^ my
-71 ^ our|-38 ^ the|-24 a|-10 a lovely|-54 about|-93 about his|52 about the|-23 ai|-17 and|31 and he
-52 and the|109 and you|-36 anos|2 anyone|1 anyone else|-58 anything|-3 are|48 as|-1 ask|40 at
-41 at #|-42 at me|56 at the|-7 au|7 back|12 bank|-10 bay #|60 been|29 before|34 before the|63 both
82 brother|-8 bus|53 but|63 came|53 can|-22 cancer|-41 cap|5 capitals:1|-63 capitals:3|11 chaplain
41 cleaner|43 clinic|4 das|1 de|-31 de #|50 de la|21 der|2 desk|-1 died|-63 do|45 dob|45 dob #|8 does
70 does the|-3 doi|-3 doi #|-93 down|9 du|37 esta|18 et|-110 every|-93 exam|-30 february|21 finish
-1 finished|15 first|-41 for|33 for a|36 for his|-45 four|-60 friday|19 from a|75 from the|22 fur
-38 garde|-8 gel|-20 gets|-42 gone|-5 good|-10 got|19 has|16 he|-2 he s|1 heart|-20 helpline|104 him
9 hip|6 holding|91 home|2 home visit|-18 hospice|-22 hospital|-47 i|-14 i m|-15 ihr|-108 in his
7 in the|-11 is|14 is in|-62 it s|49 ja|42 just|53 k|20 keep|-31 king|7 know|23 las|3 le|37 left
85 length:long|1 length:middling|-81 length:short|-28 les|-10 level|-135 like|45 list|21 little|-2 lo
39 lol|-6 lost|-14 m|-41 m the|-12 machine|-3 made up|-1 make|-6 man|-9 man who|-14 man with|-64 mas
-1 me a|4 mind|39 mine|-78 minutes|10 monday|-3 month|-13 my|12 names|50 ne|-1 need|7 nicht|-4 no
45 now|5 now in|45 nurse|45 o|31 of the|-10 of:adjective|-27 of:am|31 of:bed|36 of:birthword
28 of:body|22 of:building|88 of:care|-38 of:city|-15 of:clinic|20 of:count|23 of:day|40 of:does
-73 of:endish|18 of:fremd|25 of:gone|-31 of:group|40 of:handle|86 of:happening|-111 of:happens
89 of:heights|3 of:illness|28 of:initial|15 of:job|-3 of:kicks|-23 of:kidage|11 of:kin|-124 of:made
-73 of:month|-34 of:name|-10 of:num|84 of:office|75 of:origin|18 of:ort|12 of:part|-94 of:people
39 of:person|-94 of:place|99 of:pronoun|-101 of:quoted|14 of:recent|-45 of:region|150 of:screen
2 of:small|37 of:someone|-60 of:staff|-181 of:talk|72 of:title|-21 of:vehicle|-1 of:view|-149 of:year
-15 of:years|10 off|-3 on|109 on a|76 on my|37 on our|-29 on sunday|-1 on the|27 one|94 one of
-1 one with|34 only|4 our|18 out|-47 own|-22 pages|8 papers|-83 part|-29 passed|-62 people|-49 person
2 pic|-58 plastic|-45 public|-1 put|1 room|-19 rota|13 s|7 sabe|123 same|-52 says|-7 says that
-27 says:advice|-5 says:age|-18 says:announced|69 says:bed|14 says:beside|210 says:birth
-186 says:cited|-90 says:colleague|1 says:confirms|101 says:contact|24 says:event|-49 says:group
72 says:health-|-22 says:hello|-115 says:kin|70 says:mark|-74 says:mine|35 says:name|34 says:news
223 says:number|43 says:origin|-6 says:ours|24 says:place|-104 says:public|13 says:rare|2 says:reply
40 says:role|42 says:she|-46 says:span|-318 says:supposed|30 says:theirs|94 says:third|89 says:time
-1 says:view|15 says:worker|-2 says:years|83 says:yours|18 see|1 seit|1 she|40 she s|68 side
91 side room|1 sie|-19 sim|13 small|44 so|-15 spat|-2 station|-2 story|16 street|-29 sur|-32 t
16 t know|75 tattoo|-29 te|-27 tea|-11 teaching|-3 team|-61 than|-33 thanks|21 the|2 the #
-23 the best|-1 the bus|-2 the hospice|-1 the king|9 the marathon|-19 the new|-1 the patient
2 the same|-53 they|32 this|66 through|-34 times|-11 to #|21 to say|-2 today he|-5 told|15 tonight
38 took|-1 tuesday|60 unit|34 us|-19 use|-67 vet|-51 village|-65 volunteers|19 vom|-15 vor|-26 vous
-1 wait|8 was|12 when|-27 where|2 who|-6 wie|1 win|11 with the|31 words|-8 work|-2 would|-12 wrong
-3 wrote|10 ya|21 you|32 zwei
`,
  beside: `
-276 |31 ^ my|-61 and|212 aus|-56 capitals:0|38 capitals:2|4 curtain|8 der|3 group|57 has|-34 ich
9 la|14 le|12 length:middling|-88 length:short|-9 me|72 of:adjective|61 of:building|1 of:cap
33 of:does|-27 of:happens|45 of:illness|-125 of:initial|22 of:kin|-37 of:month|35 of:name|4 of:people
217 of:pronoun|53 of:recent|-69 of:small|3 of:someone|1 of:title|19 of:unknown|-2 of:vehicle
22 of:view|-45 of:year|-104 of:years|42 on|106 our|-17 room|122 says:against|85 says:beside
-159 says:mine|124 says:name|35 says:relation|75 says:role|82 says:theirs|96 says:third|22 says:view
66 so you|17 su|26 t|4 the curtain|4 through the|-16 to|55 us|-15 with|-66 you
`,
};
