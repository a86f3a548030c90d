"""Which merge of the sources, and which just-published articles, readers click: a replay of a real stream of clicks."""
