/** Written by `npm run guard:learn`: the bias, then each cue that tells something (see cues.ts), in hundredths. */
export const learnt = {
  atWork: `
-92 |-45 #|-4 # a|-7 # am|-11 # anos|-17 # ans|44 @|1 ^ a|-30 ^ in|29 ^ la|-87 ^ my|23 ^ one
-87 ^ our|-20 ^ the|-23 a|-44 about|-52 about his|64 about the|60 and he|79 and you|-48 ans
-75 anything|-5 are|24 as|-74 ask|1 asked|14 at|-20 at #|79 at the|3 auf|35 back|50 been|21 both
56 brother|-31 bus|76 but|3 by|16 by the|15 c|44 came|6 can|-3 can t|-47 cancer|-6 capitals:0
1 capitals:1|3 capitals:2|-56 capitals:3|31 clinic|13 d|16 dans|20 day|33 days|7 de|44 de la|47 del
12 depuis|111 der|1 desk|6 die|-66 do|20 do i|27 dob|27 dob #|27 does the|-76 down|91 du|-2 en
-28 engineer|-5 essay|13 esta|-44 every|-78 exam|-27 for|-38 free|1 from|63 from the|-32 general
-6 get|-39 gets|-3 go|-7 good|-17 got|9 hand|9 has|30 he|20 help|15 her|117 him|14 hip|1 holding
18 home|-37 hospital|-18 hours|-29 i|-52 i m|13 if|36 in a|-56 in his|13 in the|-8 is|13 just|24 k
15 keep|29 know|36 le|43 left|46 length:long|-78 length:short|-6 les|8 life|-97 like|19 list
30 little|28 lol|28 los|-32 lost|-10 m|-44 machine|-14 man|-49 minutes|9 mir|3 monday|-19 my|-2 n
44 ne|1 needs|25 nicht|-1 nights|-5 no|-14 not|37 now|15 o|2 of|71 of our|20 of the|-24 of:am
10 of:bed|55 of:birthword|54 of:body|26 of:building|61 of:care|-49 of:city|-7 of:clinic|16 of:count
22 of:doctor|52 of:does|-70 of:endish|3 of:fremd|9 of:gone|44 of:handle|48 of:happening
-87 of:happens|48 of:heights|29 of:initial|26 of:job|16 of:kin|-62 of:made|-101 of:month|-46 of:name
-18 of:num|11 of:object|27 of:office|-13 of:oldage|38 of:origin|3 of:ort|-69 of:people|43 of:person
-59 of:place|92 of:pronoun|-99 of:quoted|1 of:rare|24 of:recent|-5 of:region|64 of:screen
-12 of:setting|5 of:small|33 of:someone|-57 of:staff|-125 of:talk|60 of:title|-16 of:unknown
-4 of:vehicle|-139 of:year|-54 of:years|9 of:young|7 off|7 on|45 on a|77 on my|-9 on sunday|15 on the
11 one|68 one of|2 only|-47 or|5 oui|27 our|15 out|-63 own|-18 part|-7 passed|-72 people|-25 person
-52 plastic|-1 put|-35 question|-22 reading|-53 rota|1 s|6 said|44 same|2 saturday|-4 says:advice
-7 says:age|9 says:age-|-1 says:announced|86 says:bed|66 says:beside|174 says:birth|-3 says:care
-119 says:cited|-41 says:colleague|73 says:contact|28 says:event|-33 says:group|48 says:health-
-9 says:hello|-138 says:kin|38 says:mark|-69 says:mine|39 says:name|2 says:news|230 says:number
4 says:origin|14 says:place|10 says:place-|-91 says:public|35 says:rare|35 says:role|41 says:she
-27 says:staff|-239 says:supposed|36 says:theirs|78 says:third|82 says:time|5 says:time-
26 says:worker|67 says:yours|4 see|-2 seen|-40 service|18 shop|-1 should|69 side|67 side room|67 sie
76 small|38 so|11 spring|-14 students|-65 sur|108 tattoo|-13 tea|-39 team|-115 than|-22 thanks|34 the
-6 the bus|-58 they|45 this|22 through|-106 times|-10 to #|14 to say|34 to the|-36 training|2 twins
6 two|-2 un|18 unit|38 us|-40 vet|-10 volunteers|31 vom|-1 vor|-1 wait|6 when|21 who|25 wieder
19 wife|-8 will|19 with the|58 won|41 won t|-44 work|-23 would|-19 wrong|29 ya|-2 years|18 yesterday
-21 your|-4 zero
`,
  beside: `
-308 |-24 #|16 ^ my|-1 a|-77 and|162 aus|-46 capitals:0|10 capitals:2|3 curtain|117 der|62 group
64 has|1 hat|-63 i|59 la|52 le|25 length:middling|-70 length:short|-57 me|68 of:adjective|23 of:bed
76 of:building|7 of:cap|-18 of:city|20 of:day|71 of:does|-1 of:happens|3 of:illness|-41 of:initial
17 of:kin|-24 of:month|34 of:name|-24 of:num|27 of:person|206 of:pronoun|57 of:recent|-26 of:small
4 of:staff|66 of:title|24 of:view|-18 of:year|-102 of:years|49 on|51 our|24 qui|157 says:against
110 says:beside|29 says:health-|-145 says:mine|89 says:name|9 says:place|66 says:relation
86 says:role|65 says:theirs|34 says:third|5 says:time|24 says:view|2 so|3 the curtain|3 through the
47 us
`,
};
