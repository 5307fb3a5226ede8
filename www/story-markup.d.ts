// The markup of the story as text, written by the build from story.html.
declare const markup: string;
export default markup;
