/** Written by `npm run guard:learn`: the bias, then each cue that tells something (see cues.ts), in hundredths. */
export const learnt = {
  atWork: `
-151 |-23 #|-1 # a|-1 # anos|-32 # ans|-7 # hours|-19 # i|4 # o|-25 # of|3 # th|-3 # the|-10 # y
-9 # years|66 @|-20 ^ #|7 ^ @|33 ^ a|27 ^ la|-40 ^ mon|-42 ^ my|19 ^ one|-28 ^ our|-2 ^ the|-12 a
16 a l|1 aber|-10 about|-23 about his|35 about the|-9 ai|15 and he|17 and it|40 and you|-65 anos
-50 ans|6 anybody|-20 anything|-28 are|16 as|-71 ask|-10 ask me|32 at|-44 at #|56 at the|1 auf der
20 b|37 back|79 been|16 before|-26 bin|28 both|11 boy|-14 bring|22 brother|-31 bus|117 but|21 by
2 by the|-70 by:other|3 c|47 came|17 can|20 canal|-46 cancer|-3 capitals:0|2 capitals:2
-29 capitals:3|14 card|33 clinic|3 couple|14 d|25 de|-2 de #|58 de la|59 del|4 dem|45 depuis|147 der
40 die|-9 do|63 do i|-43 do you|27 dob|27 dob #|31 does the|-19 dog|15 done|-42 down|75 du|38 el
7 el del|2 elle|-8 en #|23 esta|-54 every|-41 exam|-18 for|19 for the|-38 free|-36 friday|1 from
104 from the|-18 general|-9 gets|-7 go|14 going|-17 good|-25 got|9 ha|-10 had a|24 has|16 hat
-35 have|55 he|11 hear|33 help|60 her|11 het|71 him|5 hip|23 home|-59 hospital|-35 i|-49 i m|18 if
10 im|6 in|-21 in his|2 in the|-15 is|2 ist|17 it was|-6 jahre|26 jetzt|11 just|10 k|50 know|7 l|2 la
2 lady|16 las|-2 last night|55 le|74 left|2 length:middling|-57 length:short|-1 les|-92 like|23 list
20 ll|21 lol|55 look|-12 m|-32 m the|-42 machine|-5 me to|-2 mein|6 mine|-1 minutes|44 mir|17 mit
-8 more|-1 more than|3 morning|-55 mum|-10 my|-1 my husband|1 my own|-4 n|37 ne|-2 never|-10 new
2 nicht|-12 night|-21 nights|-14 not|61 now|13 number|21 number #|27 o|1 of|3 of our|62 of the
1 of:Cap|6 of:abstract|24 of:adjective|-41 of:am|49 of:bed|59 of:birthword|27 of:body|31 of:building
3 of:cap|46 of:care|-91 of:city|16 of:count|7 of:day|38 of:does|-46 of:endish|8 of:fremd|2 of:good
-4 of:group|66 of:handle|30 of:happening|-79 of:happens|15 of:initial|32 of:job|11 of:kicks
-9 of:kidage|45 of:kin|-17 of:made|-106 of:month|-11 of:name|-32 of:num|23 of:office|-45 of:oldage
7 of:opens_handle|15 of:origin|8 of:ort|-2 of:own|31 of:part|-45 of:people|35 of:person|-50 of:place
101 of:pronoun|-95 of:quoted|22 of:rare|23 of:recent|-14 of:region|36 of:screen|-26 of:staff
-131 of:talk|4 of:tend|69 of:title|-2 of:unknown|-7 of:vehicle|13 of:view|-168 of:year|-67 of:years
7 off|15 on|-1 on friday|51 on my|6 on our|-9 on sunday|14 on the|15 one|40 one of|-45 or|58 our
26 out|-103 own|-1 pain|26 papa|-57 para|23 parade|-18 passed|5 past|-7 patient|-48 people|-63 person
-29 plastic|-9 pour|2 que|-6 question|18 qui|-38 reading|2 room #|-25 rota|4 s|66 same|24 say
-39 says|-8 says:advice|63 says:against|-3 says:announced|85 says:bed|49 says:beside|162 says:birth
-4 says:care|-104 says:cited|-50 says:colleague|129 says:contact|42 says:event|-5 says:first
-30 says:group|29 says:health-|-60 says:kin|51 says:mark|-67 says:mine|48 says:name|191 says:number
7 says:origin|-22 says:ours|23 says:place|11 says:place-|-116 says:public|40 says:rare
28 says:relation|1 says:reply|48 says:role|22 says:she|-78 says:staff|-274 says:supposed
44 says:theirs|64 says:third|80 says:time|8 says:time-|13 says:view|32 says:worker|-1 says:years
44 says:yours|54 see|23 seit|-19 service|22 she s|65 side|36 side room|6 sie|69 small|44 so|1 son
-1 students|5 su|-42 sur|7 t|1 t know|65 tattoo|-26 tea|-21 team|3 th|-61 than|-14 thank
-10 thank you|6 that|21 the|6 the #|-8 the best|-1 the bus|-4 the new|-16 then|-60 they|61 this
34 through|34 through the|-60 times|29 took|-44 training|-1 tuesday|-25 twelve|11 two|-23 un|-19 une
56 unit|44 us|-20 volunteers|103 vom|11 von|-4 vor|-4 waiting|2 war|11 well|-18 what|-16 where|31 who
14 whose|10 with|-40 with a|24 with the|34 won|32 won t|-17 work|-34 would|-22 wrong|20 ya|-1 year
-51 years|40 yesterday|5 you|57 you were|11 zum
`,
  beside: `
-299 |-25 #|-6 and i|2 aus|91 but|-44 capitals:0|84 der|2 from|92 group|37 has|70 hat|-73 i|-7 ich
28 know|74 la|44 length:middling|-14 length:short|-48 me|40 of:adjective|38 of:bed|40 of:building
-61 of:city|13 of:day|73 of:does|-69 of:endish|39 of:kin|-50 of:month|52 of:name|-25 of:num
27 of:person|167 of:pronoun|39 of:recent|30 of:setting|28 of:staff|15 of:tend|50 of:title
-3 of:vehicle|32 of:view|-139 of:year|-73 of:years|23 on|42 our|41 says:against|104 says:beside
12 says:health-|-152 says:mine|55 says:name|2 says:place|73 says:relation|90 says:role|31 says:she
46 says:theirs|32 says:third|52 says:time|32 says:view|23 so|26 t|31 us|7 who
`,
};
