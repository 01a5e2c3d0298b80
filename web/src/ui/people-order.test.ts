import { expect, test } from "vitest";
import { byName, choices, levelOf, named, tellingName } from "./people-order";

const person = (name: string, grade_level = "8", course_level = "Math") => ({ name, grade_level, course_level });

test("people are in the language's order, those of one name by grade and course", () => {
  const people = [person("zoe Ant"), person("Ángel Ortiz"), person("Sam Lee"), person("Sam Lee", "8", "English")];
  expect(byName(people).map((x) => [x.name, x.course_level])).toEqual([
    ["Ángel Ortiz", "Math"],
    ["Sam Lee", "English"],
    ["Sam Lee", "Math"],
    ["zoe Ant", "Math"],
  ]);
});

test("people are found by name, grade and course, however they are typed", () => {
  const people = [person("René D’Arcy"), person("Sam Lee", "8", "English")];
  expect(named(people, "d'arcy RENE")).toEqual([people[0]]);
  expect(named(people, "sam english")).toEqual([people[1]]);
  expect(named(people, "")).toEqual(people);
});

test("two of one name are told apart, others are called by their name alone", () => {
  const people = [person("Sam Lee"), person("sam  lee", "8", "English"), person("Ann", "", "")];
  expect(people.map((x) => tellingName(x, people))).toEqual(["Sam Lee · 8 · Math", "sam  lee · 8 · English", "Ann"]);
  expect(levelOf(person("Ann", "", "Math"))).toBe("Math");
});

test("a list to choose from is in order and offers no two alike", () => {
  const tutor = (id: string, name: string) => ({ ...person(name, "", ""), id, email: `${id}@here.test` });
  expect(choices([tutor("t2", "Ms Lee"), tutor("t1", "Ms Lee"), tutor("t3", "Ångström")])).toEqual([
    { id: "t3", name: "Ångström" },
    { id: "t2", name: "Ms Lee · t2@here.test" },
    { id: "t1", name: "Ms Lee · t1@here.test" },
  ]);
});
