/** Written by `npm run guard:learn`: the bias, then each cue that tells something (see cues.ts), in hundredths. */
export const learnt = {
  atWork: `
-185 |-18 #|12 # #|-21 # a|-25 # ans|-42 # i|-1 # in|-18 # of|-12 # on|6 # th|-1 # years|75 @|-4 ^ #
12 ^ @|-1 ^ i|7 ^ la|-3 ^ mon|-33 ^ my|28 ^ one|-15 a|-3 a #|-33 about|55 after the|11 already
49 and you|-43 anos|-41 ans|-9 any|-39 anything|-21 are|22 as|-47 ask|39 at|-50 at #|22 at the|9 auf
1 auf der|28 b|29 bed|17 been|38 before|-11 bin|22 both|-42 bring|31 brother|100 but|7 but the|18 by
18 by the|-74 by:other|13 c|-26 called|58 came|-2 cancer|-30 capitals:0|-2 capitals:1|17 capitals:2
-5 car|1 clinic|43 d|15 day|27 de|-1 de #|41 de la|51 del|4 dem|17 depuis|158 der|33 die|-19 do
48 do i|-33 do you|9 dob|9 dob #|-1 don|-11 don t|27 done|-8 down|-34 dr|50 du|42 el|1 esta|-1 ethics
-35 every|-33 exam|7 fella|-6 for|-54 free|8 from|99 from the|-3 general|-28 gets|7 glad|-6 go
21 going|-12 good|-12 got|5 group|7 hat|-9 have|37 he|34 her|77 him|8 hip|37 home|-62 hospital|-24 i
-17 i am|-12 i m|-38 i was|2 im|4 in|1 in a|-14 is|-1 ist|-5 it|38 it was|29 just|1 keep|46 know|11 l
10 la|2 lady|70 le|66 left|-13 length:long|12 length:middling|-25 length:short|26 list|3 little|29 ll
38 lol|22 look|-34 lost|-7 m|-27 m the|-18 machine|-9 man|-14 me to|-2 medical|10 mind|2 mine
-9 minutes|28 mir|1 mit|-7 more|21 morning|-23 mum|-4 my own|22 ne|10 need|1 neighbour|-21 never
-11 night|-56 nights|-7 nine|-40 nobody|-14 not|29 now|64 number|13 number #|1 nurse|13 o|41 of the
-31 of:Cap|32 of:adjective|-36 of:am|55 of:bed|59 of:birthword|37 of:body|14 of:building|2 of:cap
38 of:care|-55 of:city|-3 of:clinic|18 of:day|33 of:does|-20 of:endish|12 of:fremd|75 of:handle
2 of:happening|-66 of:happens|4 of:initial|20 of:job|2 of:kicks|58 of:kin|-100 of:month|-23 of:num
37 of:office|-16 of:oldage|12 of:opens_handle|12 of:ort|-6 of:own|42 of:part|-53 of:people
25 of:person|-43 of:place|121 of:pronoun|-41 of:quoted|45 of:rare|39 of:recent|-2 of:region
22 of:screen|4 of:small|1 of:someone|-31 of:staff|-133 of:talk|11 of:tend|87 of:title|-5 of:vehicle
16 of:view|-170 of:year|-63 of:years|25 off|3 off the|19 old|11 on|-11 on friday|30 on my
-6 on sunday|9 on the|6 one|23 one of|-13 or|22 our|16 out|-83 own|-31 para|-16 passed|52 past
-45 people|-39 person|8 que|-14 question|1 qui|-4 reading|21 room #|-27 rota|7 s|-22 s a|37 s in
-1 s the|50 same|2 say|-15 says|-17 says:advice|28 says:against|-7 says:announced|82 says:bed
27 says:beside|120 says:birth|-9 says:care|-85 says:cited|-49 says:colleague|24 says:confirms
86 says:contact|64 says:event|-2 says:group|13 says:health-|-13 says:hello|-44 says:kin|18 says:mark
-62 says:mine|18 says:news|171 says:number|-13 says:ours|33 says:place|33 says:place-
-102 says:public|13 says:rare|55 says:relation|3 says:reply|53 says:role|31 says:she|-9 says:span
-58 says:staff|-254 says:supposed|45 says:theirs|66 says:third|70 says:time|4 says:time-|16 says:view
20 says:worker|-25 says:years|66 says:yours|2 se|4 second|42 see|9 seit|24 she s|-12 shift|-7 should
60 side|41 since|36 since the|-25 sit|19 small|53 so|-38 staff|-16 stop|-6 sur|4 t know|42 tattoo
-28 tea|-33 team|6 th|-33 than|9 that|34 the|8 the #|3 there|46 this|1 this morning|17 those
21 through|25 through the|-54 times|-1 to|8 to say|4 to the|54 took|-28 training|17 two|-2 un|-4 une
2 unit|16 up|41 us|-19 vet|78 vom|1 von|-7 wait|5 we|-14 what|-33 where|17 who|-5 whoever|14 whose
1 wife|17 with|-14 with a|60 with the|32 won|15 won t|-17 work|-12 would|-3 year|-59 years
73 yesterday|24 you were
`,
  beside: `
-245 |-26 #|-21 a|-14 and|18 as|5 at|37 but|-7 by:patient|-79 capitals:0|37 der|51 from|61 group
38 hat|7 he|-108 i|-18 i was|36 know|67 la|37 length:middling|-56 length:short|-22 me|11 of:adjective
70 of:bed|18 of:building|3 of:cap|-50 of:city|15 of:day|52 of:does|-14 of:endish|52 of:kin
-58 of:month|56 of:name|-26 of:num|36 of:person|160 of:pronoun|68 of:recent|13 of:setting|6 of:staff
33 of:tend|42 of:title|13 of:view|-101 of:year|-65 of:years|13 on|52 our|5 s|72 says:beside
4 says:health-|-110 says:mine|-32 says:ours|16 says:place|26 says:place-|40 says:relation
77 says:role|72 says:she|28 says:theirs|14 says:third|48 says:time|13 says:view|40 so|8 t|21 they
17 us|1 with the|-8 you
`,
};
