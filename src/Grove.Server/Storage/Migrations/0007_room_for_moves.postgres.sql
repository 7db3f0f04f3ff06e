-- A move rewrites the lineage of every row below. Where a page has room for the new row no index has to learn of it.
alter table organizations set (fillfactor = 90);
